import KafkaClient
import Ratchet
import RatchetKafka

/// Finds a command, runs it and makes an exit code of how it ended.
struct CommandLineTool: Sendable {
    var commands = CommandTree.ratchet

    func run(_ arguments: [String], in session: Session) async -> ExitCode {
        let terminal = session.terminal
        let code = await perform(arguments, in: session)
        // Whatever the command has found out, nobody has been told all of it.
        guard let failure = terminal.out.failure else { return code }
        if !failure.isReaderGone { report("\(failure)", on: terminal) }
        return failure.exitCode
    }

    private func perform(_ arguments: [String], in session: Session) async -> ExitCode {
        let terminal = session.terminal
        do {
            if let unreadable = session.unreadable.first { throw UsageError(unreadable) }
            switch try ArgumentParser(root: commands).parse(arguments) {
            case .help(let node, let words):
                terminal.out.line(help(session, terminal.out).text(of: node, words: words))
            case .run(let command):
                try await command.run(in: session)
            }
            return .ok
        } catch {
            let (code, message) = Self.ending(error)
            if !message.isEmpty { report(message, on: terminal) }
            if let failure = error as? ArgumentParser.Failure {
                terminal.err.line("Run '\(help(session, terminal.err).path(failure.words)) --help' for help.")
            }
            return code
        }
    }

    private func report(_ message: String, on terminal: Terminal) {
        terminal.err.line("\(terminal.err.styled("error:", .bad)) \(message)")
    }

    private func help(_ session: Session, _ stream: TextStream) -> Help {
        Help(program: session.program, width: stream.width ?? 100)
    }

    private static func advice(_ error: KafkaError) -> String {
        switch error.code.name {
        case "UNKNOWN_TOPIC_OR_PART": " (`topics apply` creates Ratchet's topics; --prefix names them)"
        case "_TRANSPORT", "_ALL_BROKERS_DOWN", "_RESOLVE": " (--bootstrap names the brokers)"
        case "INVALID_REPLICATION_FACTOR": ": set `replication` (--replication) to the number of brokers, or less"
        default: ""
        }
    }

    /// What an error means for whoever started the process.
    static func ending(_ error: any Error) -> (code: ExitCode, message: String) {
        switch error {
        case let failure as ArgumentParser.Failure: (.usage, failure.error.description)
        case let error as UsageError: (.usage, error.description)
        case let error as SettingsError: (.configuration, error.description)
        case let error as SettingRefused: (.configuration, error.description)
        case let failure as CommandFailure: (failure.code, failure.description)
        // Told when the command has ended.
        case let failure as OutputFailure: (failure.exitCode, "")
        case let error as KafkaError where error.code == .configuration: (.configuration, error.description)
        case let refused as TriggerSender.Refused: (.usage, refused.description)
        case let refused as CommandSender.Refused: (.usage, refused.description)
        case let invalid as TopicLayout.Invalid: (.usage, invalid.description)
        case let unfit as TopicsUnfit: (.failed, unfit.description)
        case let error as KafkaError: (.kafka, error.description + advice(error))
        default: (.fault, "\(error)")
        }
    }
}
