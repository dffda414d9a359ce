import Foundation
import KafkaClient
import Testing

/// On the mock cluster: groups, assignment and positions are real there.
@Suite struct ConsumerTests {
    private static func cluster(partitions: Int32) throws -> (MockCluster, ClientConfiguration) {
        let cluster = try MockCluster()
        try cluster.createTopic("t", partitions: partitions)
        return (cluster, ClientConfiguration(bootstrapServers: cluster.bootstrapServers))
    }

    @Test func nothingIsReadBeforeTheOwnerSaysWhere() async throws {
        try await blocking {
            let (cluster, configuration) = try Self.cluster(partitions: 2)
            let p0 = TopicPartition("t", 0)
            let p1 = TopicPartition("t", 1)
            let producer = try IdempotentProducer(configuration: configuration)
            try producer.send(10, to: p0)
            try producer.send(10, to: p1)

            let handler = RecordingHandler()
            let consumer = try Consumer(configuration: configuration, group: "g", topics: ["t"], handler: handler)
            try handler.log.wait("assignment") { !$0.assignments.isEmpty }
            #expect(handler.log.current.groups.map(\.isMember) == [true])
            consumer.read(from: [p0: 4])
            try handler.log.wait("end of partition 0") { $0.ends[p0] == 10 }
            #expect(handler.log.current.offsets == [p0: Array(4..<10)])

            // A later start leaves the others exactly where they are.
            consumer.read(from: [p1: 7, TopicPartition("other", 0): 0])
            try handler.log.wait("end of partition 1") { $0.ends[p1] == 10 }
            try producer.send(3, to: p0)
            try handler.log.wait("new end of partition 0") { $0.ends[p0] == 13 }
            #expect(handler.log.current.offsets == [p0: Array(4..<13), p1: Array(7..<10)])
            consumer.close()
            #expect(handler.log.current.revocations.map { Set($0) } == [[p0, p1]])
            withExtendedLifetime(cluster) {}
        }
    }

    @Test func aPausedPartitionRestsUntilItIsResumed() async throws {
        try await blocking {
            let (cluster, configuration) = try Self.cluster(partitions: 2)
            let p0 = TopicPartition("t", 0)
            let p1 = TopicPartition("t", 1)
            let producer = try IdempotentProducer(configuration: configuration)
            try producer.send(5, to: p0)
            let handler = RecordingHandler()
            let consumer = try Consumer(configuration: configuration, group: "g", topics: ["t"], handler: handler)
            try handler.log.wait("assignment") { !$0.assignments.isEmpty }
            consumer.read(from: [p0: 0])
            try handler.log.wait("end of partition 0") { $0.ends[p0] == 5 }
            consumer.pause([p0])
            try producer.send(5, to: p0)
            try producer.send(5, to: p1)
            consumer.read(from: [p1: 0])  // The pause outlives the assignment that this makes.
            try handler.log.wait("end of partition 1") { $0.ends[p1] == 5 }
            try producer.send(5, to: p1)
            try handler.log.wait("next end of partition 1") { $0.ends[p1] == 10 }
            #expect(handler.log.current.offsets[p0] == Array(0..<5))
            consumer.resume([p0, p1])
            try handler.log.wait("end of partition 0") { $0.ends[p0] == 10 }
            #expect(handler.log.current.offsets == [p0: Array(0..<10), p1: Array(0..<10)])
            consumer.close()
            withExtendedLifetime(cluster) {}
        }
    }

    @Test func partitionsMoveToASecondMemberOnlyWhenTheRevocationIsDone() async throws {
        try await blocking {
            let (cluster, configuration) = try Self.cluster(partitions: 4)
            let first = RecordingHandler(confirmsRevocations: false)
            let one = try Consumer(configuration: configuration, group: "g", topics: ["t"], handler: first)
            try first.log.wait("assignment") { $0.assigned.count == 4 }

            let second = RecordingHandler()
            let two = try Consumer(configuration: configuration, group: "g", topics: ["t"], handler: second)
            let log = try first.log.wait("revocation") { $0.openRevocation != nil }
            #expect(log.revocations.last?.count == 4)
            #expect(second.log.current.assignments.isEmpty)
            log.openRevocation?()
            try first.log.wait("new assignment") { $0.assignments.count == 2 && $0.assigned.count == 2 }
            try second.log.wait("assignment") { $0.assigned.count == 2 }
            #expect(Set(first.log.current.assigned).isDisjoint(with: second.log.current.assigned))
            #expect(first.log.current.losses.isEmpty)
            let generations = first.log.current.groups.map(\.generationId)
            #expect(generations[1] > generations[0])

            two.close()
            try first.log.wait("revocation") { $0.revocations.count == 2 }
            first.log.current.openRevocation?()
            try first.log.wait("whole assignment") { $0.assigned.count == 4 }
            let closing = Watched(false)
            Thread.detachNewThread {
                one.close()
                closing.change { $0 = true }
            }
            try first.log.wait("revocation at the end") { $0.revocations.count == 3 }
            #expect(!closing.current)
            first.log.current.openRevocation?()
            try closing.wait("end") { $0 }
            withExtendedLifetime(cluster) {}
        }
    }

    @Test func aRevocationThatIsNeverDoneEndsAtItsLimit() async throws {
        try await blocking {
            let (cluster, configuration) = try Self.cluster(partitions: 1)
            var options = Consumer.Options()
            options.revocationLimit = .milliseconds(50)
            let handler = RecordingHandler(confirmsRevocations: false)
            let consumer = try Consumer(
                configuration: configuration,
                group: "g",
                topics: ["t"],
                options: options,
                handler: handler
            )
            try handler.log.wait("assignment") { !$0.assignments.isEmpty }
            consumer.close()
            #expect(handler.log.current.errors.map(\.code) == [.timedOut])
            consumer.close()
            withExtendedLifetime(cluster) {}
        }
    }

    @Test func recordsOutliveTheConsumer() async throws {
        try await blocking {
            let (cluster, configuration) = try Self.cluster(partitions: 1)
            let producer = try IdempotentProducer(configuration: configuration)
            try producer.send(3, to: TopicPartition("t", 0))
            var records: [ConsumedRecord] = []
            do {
                try LogReader(configuration: configuration).read(topic: "t") { records.append($0) }
            }
            #expect(records.compactMap(\.key) == ["k0", "k1", "k2"])
            withExtendedLifetime(cluster) {}
        }
    }
}
