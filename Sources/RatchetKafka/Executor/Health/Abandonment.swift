import RatchetThreads
import Synchronization

/// Lets calls that block be left behind once nobody wants their result any more.
final class Abandonment: Sendable {
    private struct State {
        var isAbandoned = false
        var leave: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    /// Runs `body` on a thread of its own, which goes on when the call is abandoned.
    ///
    /// One call at a time.
    ///
    /// - Throws: what `body` throws; `CancellationError` when it is abandoned, before or meanwhile.
    func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        let (results, result) = AsyncThrowingStream.makeStream(of: Value.self)
        let isAbandoned = state.withLock { state in
            state.leave = { result.finish(throwing: CancellationError()) }
            return state.isAbandoned
        }
        if isAbandoned { throw CancellationError() }
        NamedThread.start("ratchet-call") {
            do {
                result.yield(try body())
                result.finish()
            } catch {
                result.finish(throwing: error)
            }
        }
        for try await value in results { return value }
        throw CancellationError()
    }

    var isAbandoned: Bool { state.withLock { $0.isAbandoned } }

    /// Makes the call that runs, and every later one, throw at once.
    func abandon() {
        state.withLock { state in
            state.isAbandoned = true
            return state.leave
        }?()
    }
}
