import KafkaClient
import KafkaTestSupport
import RatchetEngine
import Synchronization
import Testing

@testable import RatchetKafka

@Suite struct QuestionsTests {
    /// Questions to a mock cluster, and what was answered and reported.
    private final class Bench: Sendable {
        let cluster: MockCluster
        let layout: TopicLayout
        let producer: IdempotentProducer
        let questions: Questions
        private let log: Answers

        private final class Answers: Sendable {
            let events = Mutex<[EngineEvent]>([])
            let reports = Mutex<[Report]>([])
        }

        init() throws {
            let cluster = try MockCluster()
            let layout = try TopicLayout(partitions: 1, replicationFactor: 1)
            for topic in layout.specifications { try cluster.createTopic(topic.name, partitions: 1) }
            let client = ClientConfiguration(bootstrapServers: cluster.bootstrapServers)
            let log = Answers()
            self.cluster = cluster
            self.layout = layout
            self.log = log
            producer = try IdempotentProducer(configuration: client)
            questions = Questions(
                reader: try LogReader(configuration: client),
                layout: layout,
                group: "g",
                post: { event in log.events.withLock { $0.append(event) } },
                report: { report in log.reports.withLock { $0.append(report) } }
            )
            questions.committed(.opening(1), 0)
        }

        var reports: [Report] { log.reports.withLock { $0 } }

        var tables: [Table] {
            log.events.withLock { $0 }.compactMap { event in
                if case .tableRead(opening: 1, 0, let table) = event { table } else { nil }
            }
        }

        private var answeredEnds: [LogEnds] {
            log.events.withLock { $0 }.compactMap { event in
                if case .endsRead(opening: 1, 0, let ends) = event { ends } else { nil }
            }
        }

        func ends() async throws -> LogEnds {
            let before = answeredEnds.count
            questions.ends(1, 0)
            return try await eventually("the ends") { answeredEnds.count > before ? answeredEnds.last : nil }
        }

        /// All parts of the table.
        func table(upTo ends: LogEnds) async throws -> [Table] {
            questions.table(1, 0, upTo: ends)
            return try await eventually("the table") { tables.last?.mailEnd == nil ? nil : tables }
        }

        func put(_ topic: Topic, _ key: String, _ value: [UInt8]?, header: [UInt8]? = nil) {
            let headers = header.map { [(name: WireHeader.envelope, value: $0)] } ?? []
            let name = layout.name(of: topic)
            producer.send(OutgoingRecord(topic: name, partition: 0, key: key, value: value, headers: headers))
        }

        func put(checkpoints jobIds: [String]) async throws {
            for jobId in jobIds { put(Samples.checkpoint(of: jobId)) }
            try await flush()
        }

        func put(_ checkpoint: Checkpoint) {
            let encoded = Encoded(checkpoint)
            put(.checkpoints, checkpoint.run.jobId, encoded.value, header: encoded.header)
        }

        var fetched: [FetchedCheckpoint]? {
            log.events.withLock { $0 }.lazy.compactMap { event in
                if case .fetched(opening: 1, 0, let found) = event { found } else { nil }
            }.first
        }

        func put(mail keys: [String], settled: Bool = false) async throws {
            for id in keys {
                let command = Command(id: id, jobId: "run", kind: .terminate, by: "b", sent: 1, reason: nil)
                var json = ByteWriter()
                CommandCodec.encode(command, into: &json)
                let mail = Mail(command, json: json.bytes, from: "f")
                var value = ByteWriter()
                MailCodec.encode(mail, into: &value)
                put(.mail, mail.key.text, settled ? nil : value.bytes)
            }
            try await flush()
        }

        func flush() async throws {
            try await blocking { [producer] in try producer.flush(timeout: .patience) }
            try #require(producer.failures == 0)
        }

        func close() { questions.close() }
    }

    @Test func aTableHoldsWhatLiesBeforeTheEndsThatWereAskedFor() async throws {
        let bench = try Bench()
        defer { bench.close() }
        try await bench.put(checkpoints: ["first", "second"])
        try await bench.put(mail: ["a"])
        let ends = try await bench.ends()
        #expect(ends.checkpoints == 2)
        #expect(ends.mail == 1)
        try await bench.put(checkpoints: ["second", "third"])
        try await bench.put(mail: ["b"])
        let table = try #require(try await bench.table(upTo: ends).first)
        #expect(table.checkpoints.map(\.run.jobId).sorted() == ["first", "second"])
        #expect(table.mail.map(\.mail.command.id) == ["a"])
        #expect(table.mailEnd == 1)
    }

    @Test func aTableHoldsTheRowsThatAreNotSettledInTheirOrder() async throws {
        let bench = try Bench()
        defer { bench.close() }
        try await bench.put(mail: ["a", "b", "c", "d"])
        try await bench.put(mail: ["b"], settled: true)
        // Said again: it stands where it was said last.
        try await bench.put(mail: ["a"])
        let table = try #require(try await bench.table(upTo: try await bench.ends()).first)
        #expect(table.mail.map(\.mail.command.id) == ["c", "d", "a"])
        #expect(table.mail.map(\.offset) == [2, 3, 5])
        #expect(table.mailEnd == 6)
        #expect(bench.reports.isEmpty)
    }

    @Test func rowsOfANewerProgramAreLeftAloneAndToldOnce() async throws {
        let bench = try Bench()
        defer { bench.close() }
        bench.put(.mail, "run/a|signal/s", [UInt8](#"{"v":1}"#))
        bench.put(.mail, "gate/import|a/1", [UInt8](#"{"v":1}"#))
        bench.put(.mail, "gate/import|a/2", [UInt8](#"{"v":1}"#))
        bench.put(.mail, "gate/import|a/2", nil)
        try await bench.put(mail: ["c"])
        let table = try #require(try await bench.table(upTo: try await bench.ends()).first)
        #expect(table.mail.map(\.mail.command.id) == ["c"])
        let report = try #require(bench.reports.first)
        #expect(bench.reports.count == 1)
        #expect(report.level == .warning)
        #expect(report.metadata["rows"] == "2")
        #expect(report.metadata["place"] == "ratchet.mail/0/0")
        #expect(report.metadata["partition"] == "0")
    }

    @Test func aLongTableComesInParts() async throws {
        let bench = try Bench()
        defer { bench.close() }
        let jobIds = (0...TableBuilder.partLimit).map { "run-\($0)" }
        try await bench.put(checkpoints: jobIds)
        try await bench.put(mail: ["a"])
        let parts = try await bench.table(upTo: try await bench.ends())
        #expect(parts.map(\.checkpoints.count) == [TableBuilder.partLimit, 1])
        #expect(parts.map(\.mailEnd) == [nil, 1])
        #expect(parts.map(\.mail.count) == [0, 1])
        #expect(Set(parts.flatMap(\.checkpoints).map(\.run.jobId)) == Set(jobIds))
    }

    @Test func ofRunsThatWaitAndThoseThatAreOverOnlySoMuchIsHandedOverAsTheirOwnerKeeps() async throws {
        let bench = try Bench()
        defer { bench.close() }
        let wake = Standing.waiting(for: Wake(due: 9_000, reason: .sleep))
        let runs: [(jobId: String, standing: Standing, holds: Holds)] = [
            ("waits", wake, []), ("goes on", .runnable, []), ("held", wake, .paused),
            ("over", .over(.complete, at: 5_000), []), ("resumed", wake, []), ("gone", wake, []),
        ]
        for run in runs {
            var checkpoint = Samples.checkpoint(of: run.jobId)
            checkpoint.number = StepNumber(seq: 3, attempt: 2)
            checkpoint.standing = run.standing
            checkpoint.holds = run.holds
            bench.put(checkpoint)
        }
        bench.put(.checkpoints, "unreadable", Array("{}".utf8), header: Array("{}".utf8))
        bench.put(.checkpoints, "gone", nil)
        try await bench.put(checkpoints: ["resumed"])
        let table = try #require(try await bench.table(upTo: try await bench.ends()).first)
        #expect(table.cold.map(\.jobId) == ["waits"])
        #expect(table.cold.map(\.number) == [StepNumber(seq: 3, attempt: 2)])
        #expect(table.cold.map(\.due) == [9_000])
        #expect(table.cold.map(\.offset) == [0])
        #expect(table.finished.map(\.jobId) == ["over"])
        #expect(table.finished.map(\.at) == [5_000])
        #expect(Set(table.checkpoints.map(\.run.jobId)) == ["goes on", "held", "resumed"])
        #expect(table.unreadable == ["unreadable"])
        #expect(bench.reports.map { $0.metadata["job.id"] } == ["unreadable"])
    }

    @Test func checkpointsAreFetchedFromWhereTheyLie() async throws {
        let bench = try Bench()
        defer { bench.close() }
        try await bench.put(checkpoints: ["a", "b"])
        bench.put(.checkpoints, "c", Array("{}".utf8), header: Array("{}".utf8))
        bench.put(.checkpoints, "a", nil)
        try await bench.flush()
        bench.questions.fetch(1, 0, [1, 2, 3, 4])
        let found = try await eventually("the checkpoints") { bench.fetched }
        #expect(found.map(\.offset) == [1, 2, 3, 4])
        let contents = found.map { item in
            switch item.content {
            case .found(let checkpoint): checkpoint.run.jobId
            case .unreadable(let jobId): "unreadable \(jobId)"
            case .missing: "missing"
            }
        }
        #expect(contents == ["b", "unreadable c", "missing", "missing"])
        #expect(bench.reports.map { $0.metadata["job.id"] } == ["c"])
    }

    @Test func theEndsMayBeAskedForAgain() async throws {
        let bench = try Bench()
        defer { bench.close() }
        #expect(try await bench.ends().steps == 0)
        bench.put(.steps, "r", [])
        try await bench.flush()
        #expect(try await bench.ends().steps == 1)
    }
}
