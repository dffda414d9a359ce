import HistoricalImport
import Ratchet
import RatchetCLI

/// The `ratchet` command line with the examples' jobs.
@main
struct RatchetTool: RatchetCommand {
    static let jobs = Jobs().adding { HistoricalImport() }
}
