import Foundation
import Synchronization

/// A program that a test started.
///
/// It is killed with its owner, and when this process ends, however it ends.
package final class ChildProcess: Sendable {
    /// How a process ended.
    package enum Exit: Equatable, Sendable {
        case code(Int32)
        case signal(Int32)
    }

    package enum Signal: Sendable {
        /// SIGKILL: no chance to clean up.
        case kill
        /// SIGTERM: asks for a graceful stop.
        case terminate
        /// SIGINT, as Ctrl-C sends it.
        case interrupt
        /// SIGSTOP: the process freezes where it is, its connections stay open.
        case pause
        /// SIGCONT: it goes on, as if no time had passed.
        case resume

        var number: Int32 {
            switch self {
            case .kill: SIGKILL
            case .terminate: SIGTERM
            case .interrupt: SIGINT
            case .pause: SIGSTOP
            case .resume: SIGCONT
            }
        }
    }

    package let processIdentifier: Int32
    package let standardOutput: OutputFile
    package let standardError: OutputFile

    private let name: String
    private let reaper: Reaper
    private let outputDirectory: TemporaryDirectory
    private let collected = Mutex<Exit?>(nil)

    /// Starts `executable`.
    ///
    /// - Parameters:
    ///   - executable: The file; it is not looked for.
    ///   - arguments: Without the name of the program.
    ///   - environment: Added to the environment of this process; nil takes a variable away.
    /// - Throws: `SupportError.system` when it does not start.
    package init(
        _ executable: URL,
        arguments: [String] = [],
        environment: [String: String?] = [:]
    ) throws {
        name = executable.lastPathComponent
        reaper = try Reaper.shared
        outputDirectory = try TemporaryDirectory()
        let (output, outputHandle) = try Self.newFile("stdout", in: outputDirectory)
        let (error, errorHandle) = try Self.newFile("stderr", in: outputDirectory)
        standardOutput = output
        standardError = error
        var variables = ProcessInfo.processInfo.environment
        for (key, value) in environment { variables[key] = value }
        processIdentifier = try spawn(
            executable.path,
            arguments: arguments,
            environment: variables,
            output: outputHandle.fileDescriptor,
            error: errorHandle.fileDescriptor
        )
        try reaper.adopt(processIdentifier)
    }

    deinit {
        collected.withLock { exit in
            guard exit == nil else { return }
            Foundation.kill(-processIdentifier, SIGKILL)
            _ = Self.collect(processIdentifier, waiting: true)
            reaper.release(processIdentifier)
        }
    }

    /// How it ended, or nil while it runs (also while it is paused).
    package var exit: Exit? {
        collected.withLock { exit in
            if exit == nil {
                exit = Self.collect(processIdentifier, waiting: false)
                if exit != nil { reaper.release(processIdentifier) }
            }
            return exit
        }
    }

    /// Sends a signal to the process.
    ///
    /// Does nothing once it has ended.
    package func send(_ signal: Signal) {
        // Under the lock: until its exit is collected the number cannot be another's.
        collected.withLock { exit in
            if exit == nil { Foundation.kill(processIdentifier, signal.number) }
        }
    }

    /// Waits for the end of the process.
    @discardableResult
    package func waitForExit() async throws -> Exit {
        try await eventually("exit of \(name)\n\(standardError.tail())") { exit }
    }

    /// `kill -9`, and waits until it is gone.
    package func kill() async throws {
        send(.kill)
        try await waitForExit()
    }

    /// Waits for a line that contains `text`, on either output.
    ///
    /// - Parameters:
    ///   - text: A part of the line.
    ///   - offsets: Where to begin in each output: `size` of it before, for a line that has been there already.
    ///   - timeout: The longest wait.
    /// - Returns: The line.
    /// - Throws: `SupportError.exited`, at once, when the process ends without such a line; `.timedOut`.
    @discardableResult
    package func waitForLine(
        containing text: String,
        after offsets: (output: Int, error: Int) = (0, 0),
        timeout: Duration = .patience
    ) async throws -> String {
        var readers = [
            LineReader(standardOutput, from: offsets.output), LineReader(standardError, from: offsets.error),
        ]
        return try await eventually("“\(text)” from \(name)\n\(standardError.tail())", within: timeout) {
            let end = exit  // before reading: what it wrote last is then in the files
            for index in readers.indices {
                let lines = try readers[index].next(toEnd: end != nil)
                if let line = lines.first(where: { $0.contains(text) }) { return line }
            }
            guard let end else { return nil }
            throw SupportError(.exited, "\(name) ended (\(end)) without “\(text)”\n\(standardError.tail())")
        }
    }

    private static func newFile(_ name: String, in directory: TemporaryDirectory) throws -> (OutputFile, FileHandle) {
        let url = directory.url.appending(path: name)
        try Data().write(to: url)
        return (OutputFile(url: url), try FileHandle(forWritingTo: url))
    }

    private static func collect(_ processIdentifier: Int32, waiting: Bool) -> Exit? {
        var status: Int32 = 0
        var result: Int32
        repeat {
            result = waitpid(processIdentifier, &status, waiting ? 0 : WNOHANG)
        } while result == -1 && errno == EINTR
        guard result == processIdentifier else { return nil }
        // What the macros WIFSIGNALED, WTERMSIG and WEXITSTATUS say.
        let signal = status & 0x7f
        return signal == 0 ? .code((status >> 8) & 0xff) : .signal(signal)
    }
}
