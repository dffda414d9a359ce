import KafkaClient
import Synchronization

/// The membership under which each lease began: the fence of all its commits, captured once.
final class Leases: Sendable {
    private struct State {
        var memberships: [Int: GroupMetadata] = [:]
        var last = 0
        var release: (@Sendable () -> Void)?
        /// The last one under which the group refused a commit.
        var fenced = 0
    }

    private let state = Mutex(State())

    func add(_ group: GroupMetadata) -> Int {
        state.withLock { state in
            state.last += 1
            // The group did not wait for the last one's release: it must not end this one.
            state.release = nil
            // Of earlier ones, only what is in flight may still be committed, and it has its membership already.
            state.memberships = [state.last: group]
            return state.last
        }
    }

    /// The group refused a commit under this lease; true when that is news.
    func fence(_ lease: Int) -> Bool {
        state.withLock { state in
            guard state.fenced != lease, state.memberships[lease] != nil else { return false }
            state.fenced = lease
            return true
        }
    }

    /// Nil when the lease is over.
    subscript(lease: Int) -> GroupMetadata? { state.withLock { $0.memberships[lease] } }

    func removeAll() { state.withLock { $0.memberships = [:] } }

    /// The group waits for this to be called.
    func onRelease(_ done: @escaping @Sendable () -> Void) { state.withLock { $0.release = done } }

    func release() {
        let done = state.withLock { state -> (@Sendable () -> Void)? in
            guard let done = state.release else { return nil }
            state.memberships = [:]
            state.release = nil
            return done
        }
        done?()
    }
}
