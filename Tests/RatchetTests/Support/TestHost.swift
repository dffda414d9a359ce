import Foundation
import Ratchet
import Synchronization

/// An executor for one call, in memory.
final class TestHost: StepHost {
    struct Line: Equatable {
        let level: LogLevel
        let message: String
        let metadata: [String: String]
    }

    struct Seen {
        var wasCut = false
        var regions = 0
        var regionsEntered = 0
        var slept: [Duration] = []
        var progress: [Ratchet.Progress] = []
        var lines: [Line] = []
    }

    let now = Date(timeIntervalSince1970: 1_800_000_000)
    let stagedLimit: Int
    let stateLimit: Int
    private let secrets: [String: String]
    private let state = Mutex(Seen())
    /// Yields once for each region entered and each sleep begun.
    let waits: AsyncStream<Void>
    private let waiting: AsyncStream<Void>.Continuation

    init(stagedLimit: Int = 1_000_000, stateLimit: Int = 1_000_000, secrets: [String: String] = [:]) {
        self.stagedLimit = stagedLimit
        self.stateLimit = stateLimit
        self.secrets = secrets
        (waits, waiting) = AsyncStream.makeStream()
    }

    var seen: Seen { state.withLock { $0 } }
    var wasCut: Bool { seen.wasCut }

    /// What an eviction does first; the task is then cancelled.
    func cut() { state.withLock { $0.wasCut = true } }

    func enterRegion() throws {
        try state.withLock { state in
            if state.wasCut { throw CancellationError() }
            state.regions += 1
            state.regionsEntered += 1
        }
        waiting.yield()
    }

    func leaveRegion() { state.withLock { $0.regions -= 1 } }

    func sleep(for duration: Duration) async throws {
        state.withLock { $0.slept.append(duration) }
        try Task.checkCancellation()
    }

    func secret(named name: String) async throws -> String? { secrets[name] }
    func report(_ progress: Ratchet.Progress) { state.withLock { $0.progress.append(progress) } }

    func log(_ level: LogLevel, _ message: String, metadata: [String: String]) {
        state.withLock { $0.lines.append(Line(level: level, message: message, metadata: metadata)) }
    }
}
