import Foundation
import KafkaClient
import KafkaTestSupport
import Testing

@Suite(.requiresKafka, .onRealBroker) struct TransactionFenceTests {
    @Test func aStaleGenerationCannotCommit() async throws {
        try await blocking {
            let topic = try RealBroker.topic(partitions: 2)
            let p0 = TopicPartition(topic, 0)
            let member = try Membership([topic], partitions: 2)
            let producer = try TransactionalProducer.started([topic])
            let second = RecordingHandler()
            let other = try Consumer(
                configuration: RealBroker.configuration,
                group: member.name,
                topics: [topic],
                handler: second
            )
            try second.log.wait("assignment of the second member") { $0.assigned.count == 1 }
            let outcome = try producer.commit(
                TransactionBatch(offsets: [.init(p0, 1)], group: member.group) { try $0.send("stale", to: p0) }
            )
            #expect(outcome.abortReason == .generation)
            #expect(outcome.error?.description.contains("next assignment") == true)
            #expect(!producer.needsRecreation)
            // The new membership of the same consumer commits, with the same producer.
            let groups = try member.handler.log.wait("next assignment") { $0.groups.count == 2 }.groups
            let next = try producer.commit(
                TransactionBatch(offsets: [.init(p0, 1)], group: groups[1]) { try $0.send("fresh", to: p0) }
            )
            #expect(next.isCommitted)
            #expect(try LogReader(configuration: RealBroker.configuration).values(of: topic) == ["fresh"])
            other.close()
        }
    }

    @Test func aBatchWithoutAFenceNeverReachesTheBroker() async throws {
        try await blocking {
            let topic = unique("never")
            let p0 = TopicPartition(topic, 0)
            // No start: a transaction would fail otherwise.
            let producer = try TransactionalProducer(
                configuration: RealBroker.configuration,
                transactionalId: unique("producer")
            )
            let unfenced = GroupMetadata(unfencedGroup: "g")
            let member = try Membership([try RealBroker.topic(partitions: 1)], partitions: 1)
            let batches = [
                TransactionBatch(offsets: [], group: member.group) { _ in },
                TransactionBatch(offsets: [.init(p0, 1)], group: unfenced) { _ in },
                TransactionBatch(offsets: [.init(p0, -1)], group: member.group) { _ in },
                TransactionBatch(offsets: [.init(p0, 1, metadata: "a\0b")], group: member.group) { _ in },
                TransactionBatch(
                    offsets: [.init(p0, 1, metadata: String(repeating: "m", count: 4_097))],
                    group: member.group
                ) { _ in },
            ]
            for batch in batches {
                #expect(try producer.commit(batch).abortReason == .invalid)
            }
        }
    }

    @Test func aFencedProducerAbortsAndComesBackByRecreation() async throws {
        try await blocking {
            let topic = try RealBroker.topic(partitions: 1)
            let p0 = TopicPartition(topic, 0)
            let member = try Membership([topic], partitions: 1)
            let id = unique("producer")
            let old = try TransactionalProducer.started([topic], id: id)
            let new = try TransactionalProducer.started([topic], id: id)
            let outcome = try old.commit(
                TransactionBatch(offsets: [.init(p0, 1)], group: member.group) { try $0.send("zombie", to: p0) }
            )
            #expect(outcome.abortReason == .producer, "\(outcome)")
            #expect(outcome.error?.isFatal == true)
            #expect(old.needsRecreation)
            try old.recreate()
            #expect(!old.needsRecreation)
            let next = try old.commit(
                TransactionBatch(offsets: [.init(p0, 1)], group: member.group) { try $0.send("back", to: p0) }
            )
            #expect(next.isCommitted)
            #expect(try LogReader(configuration: RealBroker.configuration).values(of: topic) == ["back"])
            withExtendedLifetime(new) {}
        }
    }

    @Test func aClosedProducerRefuses() async throws {
        try await blocking {
            let topic = try RealBroker.topic(partitions: 1)
            let member = try Membership([topic], partitions: 1)
            let producer = try TransactionalProducer.started([topic])
            producer.close()
            let batch = TransactionBatch(offsets: [.init(TopicPartition(topic, 0), 1)], group: member.group) { _ in }
            #expect(try producer.commit(batch).error?.code == .closed)
        }
    }
}
