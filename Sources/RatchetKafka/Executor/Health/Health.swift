import RatchetEngine
import Synchronization

/// Whether an executor can take work and commit it.
package enum Health: Sendable, Equatable {
    case ready
    /// What keeps it from that, in words.
    case notReady([String])
}

/// Gathers what keeps an executor from its work, and tells when it becomes ready and when it is no longer.
final class HealthMonitor: Sendable {
    enum Concern: Hashable, Sendable {
        case start
        case group
        case producer(Int)
        case commits
        case transaction
        case refusals
        case clock
        case standstill
    }

    private struct State {
        var concerns: [Concern: String]
        var failures = 0
    }

    /// Commits that fail in a row before that is a concern: some do at every rebalance.
    private static let failureLimit = 3

    private let state = Mutex(State(concerns: [.start: "it is starting", .group: "it has not joined its group yet"]))
    /// Called under the lock, so that what it tells is in order.
    private let report: @Sendable (Report) -> Void

    init(report: @escaping @Sendable (Report) -> Void) { self.report = report }

    var health: Health { state.withLock { Self.health(of: $0.concerns) } }

    func raise(_ concern: Concern, _ words: String) { change { $0.concerns[concern] = words } }

    func clear(_ concern: Concern) { change { $0.concerns[concern] = nil } }

    func committed() {
        change { state in
            state.failures = 0
            state.concerns[.commits] = nil
        }
    }

    func failedToCommit(_ error: any Error) {
        change { state in
            state.failures += 1
            guard state.failures >= Self.failureLimit else { return }
            state.concerns[.commits] = "\(state.failures) transactions in a row did not commit: \(error)"
        }
    }

    @Sendable func refused(_ count: Int) {
        if count == 0 {
            clear(.refusals)
        } else {
            raise(.refusals, "records that are refused for now: \(count)")
        }
    }

    private func change(_ body: (inout State) -> Void) {
        state.withLock { state in
            let wasReady = state.concerns.isEmpty
            body(&state)
            guard state.concerns.isEmpty != wasReady else { return }
            report(
                wasReady
                    ? Report(.warning, "The executor is not ready", ["why": Self.words(state.concerns)])
                    : Report(.info, "The executor is ready")
            )
        }
    }

    private static func health(of concerns: [Concern: String]) -> Health {
        concerns.isEmpty ? .ready : .notReady(concerns.values.sorted())
    }

    private static func words(_ concerns: [Concern: String]) -> String {
        concerns.values.sorted().joined(separator: "; ")
    }
}
