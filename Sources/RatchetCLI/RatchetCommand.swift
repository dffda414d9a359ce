import Foundation
import Ratchet

/// The whole `ratchet` command line as the main type of an executable, with its jobs.
///
/// ```swift
/// @main struct Acme: RatchetCommand {
///     static let jobs = Jobs().adding { HistoricalImport() }
/// }
/// ```
public protocol RatchetCommand {
    /// The jobs that this executable runs and triggers.
    static var jobs: Jobs { get }
}

extension RatchetCommand {
    /// Runs the command that the process's arguments name, and ends the process with its exit code.
    public static func main() {
        // Before anything is asynchronous: what Dispatch opens for that would get the number of a stream that is closed.
        let streams = StandardStreams.prepare()
        Task { [jobs] in
            let code = await jobs.main(Array(CommandLine.arguments.dropFirst()), streams)
            // Whoever reads the log a little late finds all of it.
            LogStream.standardError.flush(within: .seconds(1))
            exit(code.rawValue)
        }
        dispatchMain()
    }
}

extension Jobs {
    /// Runs one command of the `ratchet` command line with these jobs.
    ///
    /// Data goes to standard output, everything else to standard error.
    ///
    /// - Parameter arguments: The process's arguments, without the name of the program.
    /// - Returns: What the process is to end with.
    public func main(_ arguments: [String]) async -> ExitCode {
        await main(arguments, StandardStreams.prepare())
    }

    fileprivate func main(_ arguments: [String], _ streams: StandardStreams) async -> ExitCode {
        let given = GivenText.ofProcess(arguments)
        let path = CommandLine.arguments.first ?? "ratchet"
        let session = Session(
            jobs: self,
            program: path.split(separator: "/").last.map(String.init) ?? path,
            environment: given.environment,
            terminal: .standard(streams, environment: given.environment),
            unreadable: given.unreadable,
            unreadableVariables: given.unreadableVariables
        )
        return await CommandLineTool().run(arguments, in: session)
    }
}
