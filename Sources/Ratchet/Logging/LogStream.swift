import Foundation
import RatchetThreads
import Synchronization

/// Writes log lines to a file, whole and in order, without waiting for a reader.
///
/// A line is written at once where there is room for it, so that it is there whatever becomes of the process next.
/// Otherwise it waits in memory, up to a limit, for a thread to write it; beyond the limit it is lost, and the next
/// line that is written says so.
package final class LogStream: Sendable {
    /// The process's own.
    package static let standardError = LogStream(STDERR_FILENO)

    private static let lossMessage = "Log lines were lost: nobody read them in time, or they could not be written"

    private struct State {
        var waiting: [UInt8] = []
        /// A thread writes what waits, or has waited.
        var isDraining = false
        var lost = 0
    }

    private let descriptor: Int32
    private let limit: Int
    /// A terminal may say that there is room where there is little, and then wait for more.
    private let isTerminal: Bool
    private let state = Mutex(State())
    private let drains = DispatchGroup()

    /// What a pipe takes without waiting, when it takes anything (pipe(7), PIPE_BUF).
    private static let atOnce = 4_096

    /// - Parameters:
    ///   - descriptor: of a file that stays open.
    ///   - limit: how many bytes may wait.
    package init(_ descriptor: Int32, limit: Int = 1 << 20) {
        self.descriptor = descriptor
        self.limit = limit
        isTerminal = isatty(descriptor) == 1
    }

    /// Writes a line of a log.
    ///
    /// - Parameters:
    ///   - level: how much it matters.
    ///   - message: what it says.
    ///   - metadata: what varies.
    ///   - line: makes a line, with its end, of these; also of the notice that some were lost before it.
    package func write(
        _ level: LogLevel,
        _ message: String,
        _ metadata: [String: String],
        as line: (LogLevel, String, [String: String]) -> String
    ) {
        write(line(level, message, metadata)) { line(.warning, Self.lossMessage, ["lines": "\($0)"]) }
    }

    /// Writes a line verbatim, without log formatting.
    package func write(_ line: String) {
        write(line) { "\(Self.lossMessage) (\($0))\n" }
    }

    /// - Parameters:
    ///   - line: with its end.
    ///   - notice: a line that says how many were lost before it.
    func write(_ line: String, afterLoss notice: (Int) -> String) {
        state.withLock { state in
            guard state.waiting.count < limit else {
                state.lost += 1
                return
            }
            let text = state.lost > 0 ? notice(state.lost) + line : line
            if write(Array(text.utf8), &state) {
                state.lost = 0
            } else {
                state.lost += 1
            }
        }
    }

    /// Waits until nothing waits any more, or for as long as `limit`.
    package func flush(within limit: DispatchTimeInterval) {
        _ = drains.wait(timeout: .now() + limit)
    }

    /// False where it is lost.
    private func write(_ bytes: [UInt8], _ state: inout State) -> Bool {
        if state.isDraining {
            state.waiting += bytes
            return true
        }
        var written = 0
        if !isTerminal, bytes.count <= Self.atOnce, isWritable(within: 0) {
            guard let count = put(bytes[...]) else { return false }
            written = count
        }
        guard written < bytes.count else { return true }
        guard startDraining() else { return false }
        state.isDraining = true
        state.waiting += bytes[written...]
        return true
    }

    /// False if no thread can be started: a log is no reason to end the process.
    private func startDraining() -> Bool {
        drains.enter()
        guard NamedThread.startIfPossible("ratchet-log", drain) == 0 else {
            drains.leave()
            return false
        }
        return true
    }

    private func drain() {
        while let bytes = takeWaiting() {
            var rest = bytes[...]
            while !rest.isEmpty {
                guard isWritable(within: -1) else { continue }
                guard let count = put(rest) else {
                    let lost = rest.count { $0 == UInt8(ascii: "\n") }
                    state.withLock { $0.lost += lost }
                    break
                }
                rest = rest.dropFirst(count)
            }
        }
        drains.leave()
    }

    private func takeWaiting() -> [UInt8]? {
        state.withLock { state in
            defer { state.waiting = [] }
            state.isDraining = !state.waiting.isEmpty
            return state.isDraining ? state.waiting : nil
        }
    }

    private func isWritable(within milliseconds: Int32) -> Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&request, 1, milliseconds) > 0
    }

    /// How many bytes were written, maybe none; nil when none ever will be.
    private func put(_ bytes: ArraySlice<UInt8>) -> Int? {
        let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
        if count >= 0 { return count }
        return errno == EAGAIN || errno == EINTR ? 0 : nil
    }
}
