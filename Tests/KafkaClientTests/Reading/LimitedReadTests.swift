import Foundation
import KafkaClient
import KafkaTestSupport
import Testing

@Suite struct LimitedReadTests {
    @Test func partitionsOfSeveralTopicsAreReadUpToTheirLimits() async throws {
        try await blocking {
            let cluster = try MockCluster()
            for topic in ["t", "u", "v"] { try cluster.createTopic(topic, partitions: 2) }
            let configuration = ClientConfiguration(bootstrapServers: cluster.bootstrapServers)
            let (t, u, v) = (TopicPartition("t", 1), TopicPartition("u", 1), TopicPartition("v", 1))
            let producer = try IdempotentProducer(configuration: configuration)
            let reader = try LogReader(configuration: configuration)
            try producer.send(4, to: t, prefix: "t")
            try producer.send(3, to: u, prefix: "u")
            let limits = try reader.watermarks([t, u]).mapValues(\.high)
            for partition in [t, u, v] {
                try producer.send(2, to: partition, prefix: "late")
            }
            var read: [TopicPartition: [String]] = [:]
            let ends = try reader.read([t: .offset(1), u: .beginning, v: .beginning], upTo: limits) { record in
                read[record.topicPartition, default: []].append(record.text)
            }
            #expect(read == [t: ["t1", "t2", "t3"], u: ["u0", "u1", "u2"], v: ["late0", "late1"]])
            #expect(ends == [t: 4, u: 3, v: 2])
            // What it says is where to go on.
            var rest: [TopicPartition: [String]] = [:]
            try reader.read(ends.mapValues { .offset($0) }) { record in
                rest[record.topicPartition, default: []].append(record.text)
            }
            #expect(rest == [t: ["late0", "late1"], u: ["late0", "late1"]])
            withExtendedLifetime(cluster) {}
        }
    }
}

@Suite(.requiresKafka, .onRealBroker) struct LimitedReadOnKafkaTests {
    @Test func onlyTransactionsBelowALimitAreWaitedFor() async throws {
        try await blocking {
            let topics = [try RealBroker.topic(partitions: 1), try RealBroker.topic(partitions: 1)]
            let (t, u) = (TopicPartition(topics[0], 0), TopicPartition(topics[1], 0))
            let sender = try IdempotentProducer(configuration: RealBroker.configuration)
            for partition in [t, u] {
                try sender.send(2, to: partition, prefix: partition == t ? "t" : "u")
            }
            let reader = try LogReader(configuration: RealBroker.configuration)
            let open = try OpenTransaction("held", in: [t, u])
            let held = try reader.watermarks([t, u]).mapValues(\.high)
            #expect(held == [t: 3, u: 3])

            // It lies behind the limits of both.
            var values: [String] = []
            let ends = try reader.read([t: .beginning, u: .beginning], upTo: [t: 2, u: 2]) { record in
                values.append(record.text)
            }
            #expect(values.sorted() == ["t0", "t1", "u0", "u1"])
            #expect(ends == [t: 2, u: 2])

            // It lies below the limit of one: the records before it are handed over all the same, and it is waited for.
            let seen = Watched<[String]>([])
            let end = Watched<[TopicPartition: Int64]?>(nil)
            Thread.detachNewThread {
                let ends = try? reader.read([t: .beginning, u: .beginning], upTo: [t: 2, u: 3]) { record in
                    seen.change { $0.append(record.text) }
                }
                end.change { $0 = ends ?? [:] }
            }
            try seen.wait("what is committed") { $0.sorted() == ["t0", "t1", "u0", "u1"] }
            #expect(end.current == nil)
            try open.commit()
            try sender.send(1, to: u, prefix: "late")
            try end.wait("end of the reading") { $0 != nil }
            #expect(end.current == [t: 2, u: 3])
            #expect(seen.current.sorted() == ["held", "t0", "t1", "u0", "u1"])
        }
    }
}
