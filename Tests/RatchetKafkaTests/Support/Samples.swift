import KafkaTestSupport
import Ratchet
import RatchetEngine
import RatchetKafka

/// Records to test with: one of each that never changes, and random ones.
enum Samples {
    static let now: Milliseconds = 1_795_485_419_000
    static let traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    static let run = RunFacts(
        jobId: "import-2026-11-24",
        job: "historical-import",
        tenant: "acme",
        priority: 5,
        created: 1_795_485_418_624,
        scheduled: 1_795_485_418_700,
        origin: Origin(kind: .trigger, at: "ratchet.triggers/3/1042"),
        traceparent: traceparent,
        parameters: Array(#"{"file":"orders.csv","pageSize":100}"#.utf8)
    )

    /// With nothing that may be left out.
    static let bareRun = RunFacts(
        jobId: "bare",
        job: "bare",
        tenant: nil,
        priority: 0,
        created: 1,
        scheduled: 2,
        origin: Origin(kind: .cli, at: "cli:alice"),
        traceparent: nil,
        parameters: Array("{}".utf8)
    )

    static var checkpoint: Checkpoint {
        var checkpoint = Checkpoint(start: run, at: 1_795_485_420_000, executor: "executor-7f3a")
        checkpoint.number = StepNumber(seq: 17, attempt: 2)
        checkpoint.standing = .waiting(for: Wake(due: 1_795_485_421_000, reason: .retry))
        checkpoint.started = 1_795_485_419_000
        checkpoint.pickups = 1
        checkpoint.snoozes = 3
        checkpoint.command = Checkpoint.AppliedCommand(id: "c-1", at: 1_795_485_418_999)
        checkpoint.progress = Progress(done: 420, total: 1000, note: "page 42")
        checkpoint.published = Published(["weather": 26_115, "contacts": 3])
        checkpoint.error = Checkpoint.Failure(
            type: "StoreError",
            message: "disk\n\"full\"",
            seq: 17,
            at: 1_795_485_419_500
        )
        checkpoint.stateVersion = 2
        checkpoint.state = Array(#"{"importing":{"nextRow":4200}}"#.utf8)
        return checkpoint
    }

    static func checkpoint(of jobId: String) -> Checkpoint {
        let run = RunFacts(
            jobId: jobId,
            job: "bare",
            tenant: nil,
            priority: 0,
            created: now,
            scheduled: now,
            origin: Origin(kind: .cli, at: "cli:alice"),
            traceparent: nil,
            parameters: Array("{}".utf8)
        )
        return Checkpoint(start: run, at: now, executor: "executor-7f3a")
    }

    static let command = Command(
        id: "c-1",
        jobId: "import-2026-11-24",
        kind: .terminate,
        by: "cli:alice",
        sent: 1_795_485_418_624,
        reason: "wrong file"
    )

    static let mail = Mail(
        command,
        json: Array(#"{"v":1,"id":"c-1","command":"terminate","by":"cli:alice","at":1795485418624,"new":[1 ]}"#.utf8),
        from: "ratchet.commands/3/17"
    )

    static func run(_ random: inout SeededRandom) -> RunFacts {
        RunFacts(
            jobId: random.text(),
            job: random.text(),
            tenant: random.maybe { $0.text() },
            priority: random.int(0...9),
            created: Milliseconds(random.int()),
            scheduled: Milliseconds(random.int()),
            origin: Origin(
                kind: [.trigger, .cron, .cli, .api, .job].randomElement(using: &random) ?? .api,
                at: random.text()
            ),
            traceparent: random.maybe { _ in traceparent },
            parameters: random.json()
        )
    }

    static func number(_ random: inout SeededRandom) -> StepNumber {
        StepNumber(seq: random.int(), attempt: random.int(1...Int.max))
    }

    static func step(_ random: inout SeededRandom) -> StepRecord {
        StepRecord(
            run: run(&random),
            number: number(&random),
            stateVersion: random.int(1...9),
            state: random.maybe { $0.json() }
        )
    }

    static func checkpoint(_ random: inout SeededRandom) -> Checkpoint {
        var checkpoint = Checkpoint(start: run(&random), at: Milliseconds(random.int()), executor: random.text())
        checkpoint.number = number(&random)
        stand(&checkpoint, &random)
        checkpoint.started = random.maybe { Milliseconds($0.int()) }
        checkpoint.pickups = random.int()
        checkpoint.snoozes = random.int(0...3)
        checkpoint.command = random.maybe { Checkpoint.AppliedCommand(id: $0.text(), at: Milliseconds($0.int())) }
        checkpoint.progress = random.maybe { random in
            Progress(
                done: random.int(Int.min...Int.max),
                total: random.maybe { $0.int() },
                note: random.maybe { $0.text() }
            )
        }
        checkpoint.published = Published(random.maybe { [$0.text(): $0.int(1...Int.max), "t": 1] } ?? [:])
        checkpoint.error = random.maybe {
            Checkpoint.Failure(type: $0.text(), message: $0.text(), seq: $0.int(), at: Milliseconds($0.int()))
        }
        checkpoint.stateVersion = random.int(1...9)
        checkpoint.state = random.maybe { $0.json() }
        return checkpoint
    }

    /// Anywhere that a record can tell of.
    private static func stand(_ checkpoint: inout Checkpoint, _ random: inout SeededRandom) {
        let time = Milliseconds(random.int())
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            checkpoint.holds = [[], .blocked, .paused, .queued].randomElement(using: &random) ?? []
            checkpoint.isInterrupted = checkpoint.holds.isEmpty && Bool.random(using: &random)
        case 1: checkpoint.standing = .waiting(for: Wake(due: time, reason: .retry))
        case 2:
            checkpoint.standing = .waiting(for: Wake(due: time, reason: .sleep))
            checkpoint.holds = [[], .paused, .queued].randomElement(using: &random) ?? []
        default: checkpoint.standing = .over(Ending.allCases.randomElement(using: &random) ?? .error, at: time)
        }
    }
}

/// A record as it would lie in the log.
struct Encoded {
    var key: [UInt8]
    var header: [UInt8]
    var traceparent: [UInt8]?
    var value: [UInt8]

    init(_ run: RunFacts, state: [UInt8]?, _ header: (inout ByteWriter) -> Void) {
        var writer = ByteWriter()
        header(&writer)
        var value = ByteWriter()
        EnvelopeWriter.value(run, state: state, into: &value)
        key = Array(run.jobId.utf8)
        self.header = writer.bytes
        traceparent = run.traceparent.map { Array($0.utf8) }
        self.value = value.bytes
    }

    init(_ step: StepRecord) {
        self.init(step.run, state: step.state) { EnvelopeWriter.step(step, into: &$0) }
    }

    init(_ checkpoint: Checkpoint) {
        self.init(checkpoint.run, state: checkpoint.state) { EnvelopeWriter.checkpoint(checkpoint, into: &$0) }
    }

    init(_ checkpoint: Checkpoint, _ reason: DeadLetter.Reason, failed: StepNumber? = nil, isFinal: Bool) {
        self.init(checkpoint.run, state: checkpoint.state) {
            EnvelopeWriter.deadLetter(
                checkpoint,
                reason,
                failed: failed ?? checkpoint.number,
                isFinal: isFinal,
                into: &$0
            )
        }
    }

    var headers: [Rejection.Header] {
        [Rejection.Header(name: "ratchet", value: header)]
            + (traceparent.map { [Rejection.Header(name: "traceparent", value: $0)] } ?? [])
    }

    func step() throws -> StepRecord {
        try EnvelopeReader.step(key: key, header: header, traceparent: traceparent, value: value)
    }

    func checkpoint() throws -> Checkpoint {
        try EnvelopeReader.checkpoint(key: key, header: header, traceparent: traceparent, value: value)
    }
}

extension [UInt8] {
    init(_ text: String) { self.init(text.utf8) }

    var text: String { String(decoding: self, as: UTF8.self) }
}

/// All that a record holds, to compare it: the order of a dictionary's entries says nothing.
func contents(_ value: Any) -> String {
    if let bytes = value as? [UInt8] { return bytes.description }
    let mirror = Mirror(reflecting: value)
    guard !mirror.children.isEmpty else { return String(reflecting: value) }
    let parts = mirror.children.map { "\($0.label ?? ""): \(contents($0.value))" }
    let isOrdered = mirror.displayStyle != .dictionary && mirror.displayStyle != .set
    return "\(mirror.subjectType)(\((isOrdered ? parts : parts.sorted()).joined(separator: ", ")))"
}
