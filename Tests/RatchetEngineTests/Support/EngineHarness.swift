import Ratchet
import Testing

@testable import RatchetEngine

/// An engine, and a hand that plays the world around it.
struct EngineHarness {
    var engine: Engine
    var now = Moment(wall: 1_000_000, uptime: 1_000)
    /// What the last events led to.
    private(set) var effects: [EngineEffect] = []
    private(set) var openings: [Int32: Int] = [:]
    private(set) var lastBatch: Batch?

    init(slots: Int = 4, jobs: [String] = ["job"], _ change: (inout EngineConfiguration) -> Void = { _ in }) {
        var configuration = EngineConfiguration(executor: "me", partitionCount: 2) { _ in 0 }
        configuration.slots = slots
        configuration.patienceLimit = 0
        configuration.revocationPatience = 0
        change(&configuration)
        let rules = JobRules(attempts: 2, backoff: { _ in 100 }, restartsFromStart: false, deadline: 1_000)
        engine = Engine(configuration: configuration, rules: Dictionary(uniqueKeysWithValues: jobs.map { ($0, rules) }))
    }

    @discardableResult
    mutating func handle(_ events: EngineEvent...) -> [EngineEffect] {
        effects = []
        engine.handle(events, at: now, into: &effects)
        for effect in effects {
            switch effect {
            case .log(.readCommitted(.opening(let opening), let partition)): openings[partition] = opening
            case .log(.commit(let batch)): lastBatch = batch
            default: break
            }
        }
        return effects
    }

    var isExhausted: Bool { effects.contains { if case .exhausted = $0 { true } else { false } } }

    mutating func pass(_ time: Milliseconds) {
        now.wall += time
        now.uptime += time
        handle(.tick)
    }

    // MARK: The world

    mutating func own(tables: [Table]) {
        handle(.assigned(lease: 1, [0]))
        answerOpening(tables: tables)
    }

    mutating func own(
        _ partition: Int32 = 0,
        lease: Int = 1,
        table: [Checkpoint] = [],
        at offset: Int64? = nil,
        mark: CommitMark? = nil,
        stepsEnd: Int64 = 0,
        mail: [MailRow] = []
    ) {
        handle(.assigned(lease: lease, [partition]))
        answerOpening(of: partition, table: table, at: offset, mark: mark, stepsEnd: stepsEnd, mail: mail)
    }

    mutating func answerOpening(
        of partition: Int32 = 0,
        table: [Checkpoint] = [],
        at offset: Int64? = nil,
        mark: CommitMark? = nil,
        stepsEnd: Int64 = 0,
        mail: [MailRow] = []
    ) {
        let tables = [Table(checkpoints: table, mail: mail)]
        answerOpening(of: partition, tables: tables, at: offset, mark: mark, stepsEnd: stepsEnd)
    }

    private mutating func answerOpening(
        of partition: Int32 = 0,
        tables: [Table],
        at offset: Int64? = nil,
        mark: CommitMark? = nil,
        stepsEnd: Int64 = 0
    ) {
        let opening = openings[partition] ?? 0
        let positions = CommittedPositions(offsets: offset.map { [.steps: $0] } ?? [:], mark: mark)
        handle(.committedRead(.opening(opening), partition, positions))
        let ends = LogEnds(starts: [:], steps: stepsEnd, checkpoints: 9, mail: 9)
        handle(.endsRead(opening: opening, partition, ends))
        for (place, part) in tables.enumerated() {
            var part = part
            part.mailEnd = place == tables.count - 1 ? 9 : nil
            handle(.tableRead(opening: opening, partition, part))
        }
    }

    mutating func arrive(_ arrivals: Arrival..., in partition: Int32 = 0) {
        handle(.arrived(opening: openings[partition] ?? 0, partition, arrivals))
    }

    mutating func answerEnds(of partition: Int32 = 0, steps: Int64) {
        let ends = LogEnds(starts: [:], steps: steps, checkpoints: 9, mail: 9)
        handle(.endsRead(opening: openings[partition] ?? 0, partition, ends))
    }

    mutating func end(_ outcome: BatchOutcome = .committed) {
        guard let batch = lastBatch else { return }
        lastBatch = nil
        handle(.batchEnded(id: batch.id, outcome))
    }

    mutating func perform(_ verdict: StepResult.Verdict, _ ticket: Ticket) {
        handle(.performed(ticket, StepResult(verdict: verdict), session: nil))
    }

    /// A new run from its step 0 to the call of its first step; its ticket.
    @discardableResult
    mutating func start(_ jobId: String, at offset: Int64 = 0) throws -> Ticket {
        arrive(.start(jobId, at: offset))
        end()
        return try #require(orders.last?.ticket)
    }

    // MARK: What was asked for

    var orders: [StepOrder] { effects.compactMap { if case .perform(let order) = $0 { order } else { nil } } }

    var cancelled: [Ticket] { effects.compactMap { if case .cancel(let ticket) = $0 { ticket } else { nil } } }

    var cut: [Ticket] { effects.compactMap { if case .cut(let ticket) = $0 { ticket } else { nil } } }

    var batches: [Batch] { effects.compactMap { if case .log(.commit(let batch)) = $0 { batch } else { nil } } }

    var writes: [RunWrite] {
        batches.flatMap(\.parts).flatMap(\.entries).compactMap { if case .run(let write) = $0 { write } else { nil } }
    }

    private var entries: [BatchEntry] { batches.flatMap(\.parts).flatMap(\.entries) }

    /// Rows that are written, without the effect of others.
    var posted: [String] { entries.compactMap { if case .post(let mail, _) = $0 { mail.key.text } else { nil } } }

    /// Rows that are settled without effect.
    var settled: [String] { entries.compactMap { if case .settle(let key) = $0 { key.text } else { nil } } }

    var consumesFrom: [Int64] {
        effects.compactMap { if case .log(.consume(_, _, let from, _)) = $0 { from[.steps] } else { nil } }
    }

    var releases: [[Int32]] {
        effects.compactMap { if case .log(.release(let partitions)) = $0 { partitions } else { nil } }
    }

    func asks(_ matches: (LogEffect) -> Bool) -> Bool {
        effects.contains { if case .log(let effect) = $0 { matches(effect) } else { false } }
    }

    func reports(_ message: String) -> Bool {
        effects.contains { if case .report(let report) = $0 { report.message == message } else { false } }
    }
}
