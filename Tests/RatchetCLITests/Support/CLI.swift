import Ratchet
import Synchronization

@testable import RatchetCLI

/// The command line in this process, with what it writes.
struct CLI {
    struct Ending {
        let code: ExitCode
        let out: String
        let err: String
    }

    var jobs = Jobs()
    var environment: [String: String] = [:]
    /// Of a terminal; nil is none.
    var width: Int?
    /// Of standard output, at the first text.
    var outputFailure: OutputFailure?
    var unreadable: [String] = []
    var unreadableVariables: Set<String> = []

    func callAsFunction(_ arguments: String...) async -> Ending {
        await run(arguments)
    }

    func run(_ arguments: [String]) async -> Ending {
        let out = Text()
        let err = Text()
        let terminal = Terminal(
            out: TextStream(width: width) { text throws(OutputFailure) in
                if let outputFailure { throw outputFailure }
                out.append(text)
            },
            err: TextStream(width: width) { err.append($0) }
        )
        let session = Session(
            jobs: jobs,
            program: "acme",
            environment: environment,
            terminal: terminal,
            unreadable: unreadable,
            unreadableVariables: unreadableVariables
        )
        let code = await CommandLineTool().run(arguments, in: session)
        return Ending(code: code, out: out.value, err: err.value)
    }
}

/// Gathers what is written to a stream.
final class Text: Sendable {
    private let written = Mutex("")

    var value: String { written.withLock { $0 } }

    func append(_ text: String) {
        written.withLock { $0 += text }
    }
}
