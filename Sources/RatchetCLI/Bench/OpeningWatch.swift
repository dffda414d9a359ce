import Ratchet
import Synchronization

/// Sees in an executor's log when each partition is owned.
final class OpeningWatch: LogHandler {
    private struct State {
        var owned = 0
        /// Of the partition that took longest.
        var longest = 0
        var isGivenUp = false
        var waiter: (partitions: Int, CheckedContinuation<Duration?, Never>)?
    }

    private let state = Mutex(State())

    func log(_ level: LogLevel, _ message: String, metadata: [String: String], label: String) {
        if level >= .warning { StandardErrorLog().log(level, message, metadata: metadata, label: label) }
        guard message == "A partition is owned" else { return }
        change { state in
            state.owned += 1
            state.longest = max(state.longest, metadata["milliseconds"].flatMap { Int($0) } ?? 0)
        }
    }

    /// Nothing more will be seen.
    func giveUp() { change { $0.isGivenUp = true } }

    /// Waits until an executor owns so many partitions that were assigned to it in one moment.
    ///
    /// - Returns: how long that took from the assignment; nil when it was given up.
    func opening(of partitions: Int) async -> Duration? {
        await withCheckedContinuation { continuation in
            change { $0.waiter = (partitions, continuation) }
        }
    }

    private func change(_ change: (inout State) -> Void) {
        let ending = state.withLock { state -> (CheckedContinuation<Duration?, Never>, Duration?)? in
            change(&state)
            guard let (partitions, continuation) = state.waiter else { return nil }
            guard state.isGivenUp || state.owned >= partitions else { return nil }
            defer { state = State(isGivenUp: state.isGivenUp) }
            return (continuation, state.owned >= partitions ? .milliseconds(state.longest) : nil)
        }
        if let (continuation, time) = ending { continuation.resume(returning: time) }
    }
}
