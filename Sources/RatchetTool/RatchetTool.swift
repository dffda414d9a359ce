import Ratchet
import RatchetCLI

/// The `ratchet` executable.
@main struct RatchetTool: RatchetCommand {
    static let jobs = Jobs()
}
