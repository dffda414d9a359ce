import RatchetEngine
import Synchronization

@testable import RatchetKafka

/// The log on a mock cluster, as `read_committed` would show it; keeps a record of what went through it.
///
/// For one executor with one partition, which writes all that there is.
final class RecordingLog: Log {
    enum Entry {
        case ended(BatchOutcome)
        case assigned
        case lost
        case owned
        case report(Report)
    }

    private struct State {
        var committed = CommittedLog()
        var entries: [Entry] = []
        var truth = CommittedLog.Truth.aborted
        var onFailure: (@Sendable (BatchOutcome) -> Void)?
        /// Records of `steps` from the first whose batch has no outcome.
        var held: [Arrival] = []
        var opening = 0
        var places: [CheckpointPlace] = []
    }

    private let state = Mutex(State())
    let kafka: KafkaLog

    init(_ kafka: KafkaLog) { self.kafka = kafka }

    var committed: CommittedLog { state.withLock { $0.committed } }

    var entries: [Entry] { state.withLock { $0.entries } }

    /// Where checkpoints of runs that wait were said to lie.
    var places: [CheckpointPlace] { state.withLock { $0.places } }

    /// What was reported at this level or above, in order.
    func reports(_ levels: Report.Level..., from start: Int = 0) -> [String] {
        entries[start...].compactMap { entry in
            if case .report(let report) = entry, levels.contains(report.level) { report.message } else { nil }
        }
    }

    func note(_ entry: Entry) { state.withLock { $0.entries.append(entry) } }

    /// What unknown outcomes are from now on, and what to do when a batch does not commit, before anybody hears of it.
    func expect(_ truth: CommittedLog.Truth, onFailure: @escaping @Sendable (BatchOutcome) -> Void) {
        state.withLock { state in
            state.truth = truth
            state.onFailure = onFailure
        }
    }

    func start(_ post: @escaping @Sendable (EngineEvent) -> Void) async throws {
        try await kafka.start { [self] event in
            switch event {
            case .batchEnded(let id, let outcome, let places):
                state.withLock { $0.places += places }
                end(id, outcome)
                post(event)
                release(post)
            case .committedRead(let purpose, let partition, _):
                post(.committedRead(purpose, partition, committed.positions(of: partition)))
            case .tableRead(let opening, let partition, var table):
                // Records of aborted batches are among them.
                (table.checkpoints, table.cold, table.finished) = ([], [], [])
                if table.mailEnd != nil {
                    note(.owned)
                    table.checkpoints = committed.checkpointTable
                }
                post(.tableRead(opening: opening, partition, table))
            case .arrived(let opening, let partition, let arrivals):
                let others = arrivals.filter { !$0.isOfSteps }
                if !others.isEmpty { post(.arrived(opening: opening, partition, others)) }
                hold(arrivals.filter(\.isOfSteps), opening)
                release(post)
            case .assigned: note(.assigned, post, event)
            case .lost: note(.lost, post, event)
            default: post(event)
            }
        }
    }

    func carryOut(_ effect: LogEffect) {
        if case .commit(let batch) = effect { state.withLock { $0.committed.begin(batch) } }
        kafka.carryOut(effect)
    }

    func abandonStart() { kafka.abandonStart() }

    func close() async { await kafka.close() }

    private func note(_ entry: Entry, _ post: (EngineEvent) -> Void, _ event: EngineEvent) {
        note(entry)
        post(event)
    }

    private func end(_ id: Int, _ outcome: BatchOutcome) {
        let onFailure = state.withLock { state in
            state.entries.append(.ended(outcome))
            state.committed.end(id, outcome, truth: state.truth)
            return outcome == .committed ? nil : state.onFailure
        }
        onFailure?(outcome)
    }

    private func hold(_ arrivals: [Arrival], _ opening: Int) {
        state.withLock { state in
            if state.opening != opening { state.held = [] }
            state.opening = opening
            state.held += arrivals
        }
    }

    /// Passes on what is decided by now; what was aborted nobody ever sees.
    private func release(_ post: (EngineEvent) -> Void) {
        let (opening, arrivals) = state.withLock { state in
            var released: [Arrival] = []
            while let first = state.held.first {
                if case .step(let step) = first {
                    guard let isCommitted = state.committed.isCommitted(step) else { break }
                    if isCommitted { released.append(first) }
                } else {
                    released.append(first)
                }
                state.held.removeFirst()
            }
            return (state.opening, released)
        }
        if !arrivals.isEmpty { post(.arrived(opening: opening, 0, arrivals)) }
    }
}

extension Arrival {
    fileprivate var isOfSteps: Bool {
        switch self {
        case .step, .unreadable, .end(of: .steps, _): true
        case .trigger, .command, .mail, .end: false
        }
    }
}
