import Foundation
import KafkaClient
import Testing

/// What a consumer promises, wherever it runs.
struct ConsumerScenarios {
    let configuration: ClientConfiguration
    let group = unique("group")
    let topic: String

    func partition(_ number: Int32) -> TopicPartition {
        TopicPartition(topic, number)
    }

    func join(_ handler: RecordingHandler, options: Consumer.Options = .init()) throws -> Consumer {
        var options = options
        options.heartbeatInterval = .milliseconds(200)  // So that a rebalance is heard of soon.
        return try Consumer(
            configuration: configuration,
            group: group,
            topics: [topic],
            options: options,
            handler: handler
        )
    }

    /// Needs 2 partitions.
    func nothingIsReadBeforeTheOwnerSaysWhere() throws {
        let p0 = partition(0)
        let p1 = partition(1)
        let producer = try IdempotentProducer(configuration: configuration)
        try producer.send(10, to: p0)
        try producer.send(10, to: p1)

        let handler = RecordingHandler()
        let consumer = try join(handler)
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
    }

    /// Needs 2 partitions.
    func aPausedPartitionRestsUntilItIsResumed() throws {
        let p0 = partition(0)
        let p1 = partition(1)
        let producer = try IdempotentProducer(configuration: configuration)
        try producer.send(5, to: p0)
        let handler = RecordingHandler()
        let consumer = try join(handler)
        try handler.log.wait("assignment") { !$0.assignments.isEmpty }
        consumer.read(from: [p0: 0])
        try handler.log.wait("end of partition 0") { $0.ends[p0] == 5 }
        consumer.pause([p0])
        consumer.read(from: [p1: 0])  // The pause outlives the assignment that this makes, and came before it.
        try handler.log.wait("start of partition 1") { $0.ends[p1] == 0 }
        try producer.send(5, to: p0)
        try producer.send(5, to: p1)
        try handler.log.wait("end of partition 1") { $0.ends[p1] == 5 }
        try producer.send(5, to: p1)
        try handler.log.wait("next end of partition 1") { $0.ends[p1] == 10 }
        #expect(handler.log.current.offsets[p0] == Array(0..<5))
        consumer.resume([p0, p1])
        try handler.log.wait("end of partition 0") { $0.ends[p0] == 10 }
        #expect(handler.log.current.offsets == [p0: Array(0..<10), p1: Array(0..<10)])
        consumer.close()
    }

    /// Needs 4 partitions.
    func partitionsMoveToASecondMemberOnlyWhenTheRevocationIsDone() throws {
        let first = RecordingHandler(confirmsRevocations: false)
        let one = try join(first)
        try first.log.wait("assignment") { $0.assigned.count == 4 }

        let second = RecordingHandler()
        let two = try join(second)
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
    }

    /// Needs 1 partitions.
    func aRevocationThatIsNeverDoneEndsAtItsLimit() throws {
        var options = Consumer.Options()
        options.revocationLimit = .milliseconds(50)
        let handler = RecordingHandler(confirmsRevocations: false)
        let consumer = try join(handler, options: options)
        try handler.log.wait("assignment") { !$0.assignments.isEmpty }
        consumer.close()
        #expect(handler.log.current.errors.map(\.code) == [.timedOut])
        consumer.close()
    }

    /// Needs 1 partition.
    func aHandlerMayCloseItsConsumer() throws {
        final class Closing: ConsumerHandler {
            let consumer = Watched<Consumer?>(nil)
            let isGivenBack = Watched(false)

            func assigned(_ partitions: [TopicPartition], group: GroupMetadata) {
                try? consumer.wait("consumer") { $0 != nil }?.close()
            }

            func revoked(_ partitions: [TopicPartition], done: @escaping @Sendable () -> Void) {
                done()
                isGivenBack.change { $0 = true }
            }

            func lost(_ partitions: [TopicPartition]) {}
            func received(_ batch: [ConsumerEvent]) {}
            func failed(_ error: KafkaError) {}
        }
        let handler = Closing()
        let consumer = try Consumer(configuration: configuration, group: group, topics: [topic], handler: handler)
        handler.consumer.change { $0 = consumer }
        try handler.isGivenBack.wait("revocation") { $0 }
        consumer.close()
        handler.consumer.change { $0 = nil }
    }

    /// Needs 1 partition.
    func nothingDisturbsAClose(session: Duration) throws {
        var options = Consumer.Options()
        options.sessionTimeout = session
        let handler = RecordingHandler(confirmsRevocations: false)
        let consumer = try join(handler, options: options)
        try handler.log.wait("assignment") { !$0.assignments.isEmpty }
        let closed = Watched(0)
        for _ in 0..<3 {
            Thread.detachNewThread {
                consumer.close()
                closed.change { $0 += 1 }
            }
        }
        let log = try handler.log.wait("revocation") { $0.openRevocation != nil }
        for _ in 0..<100 {
            consumer.pause([partition(0)])
            consumer.read(from: [partition(0): 0])
        }
        #expect(closed.current == 0)
        log.openRevocation?()
        try closed.wait("end of all closes") { $0 == 3 }
        // The member has left: the next one need not wait for its session to end.
        let next = RecordingHandler()
        let successor = try join(next, options: options)
        try next.log.wait("assignment") { !$0.assignments.isEmpty }
        successor.close()
    }

    /// Needs 6 partitions.
    func startingPartitionsOneByOneSkipsAndRepeatsNothing() throws {
        let partitions = (0..<6).map { partition(Int32($0)) }
        let producer = try IdempotentProducer(configuration: configuration)
        let handler = RecordingHandler()
        let consumer = try join(handler)
        try handler.log.wait("assignment") { $0.assigned.count == 6 }
        // Records keep coming while every start interrupts those before it.
        for (count, next) in partitions.enumerated() {
            consumer.read(from: [next: 0])
            for partition in partitions {
                try producer.send(300, to: partition)
            }
            try handler.log.wait("records of \(next)") { ($0.offsets[next]?.count ?? 0) > 100 * count }
        }
        let log: RecordingHandler.Log
        do {
            log = try handler.log.wait("all records") { log in
                partitions.allSatisfy { (log.offsets[$0]?.last ?? 0) >= 1_799 }
            }
        } catch {
            // Is it there, and not read, or was it never written?
            let there = try LogReader(configuration: configuration).watermarks(partitions)
            throw WaitedTooLong(description: "\(error); the broker has \(there)")
        }
        for partition in partitions {
            #expect(log.offsets[partition] == Array(0..<1_800))
        }
        consumer.close()
    }

    /// Needs 2 partitions.
    func aPauseEndsWithItsAssignment() throws {
        let p0 = partition(0)
        let producer = try IdempotentProducer(configuration: configuration)
        try producer.send(5, to: p0)
        let first = RecordingHandler()
        let one = try join(first)
        try first.log.wait("assignment") { $0.assigned.count == 2 }
        one.pause([p0])
        one.read(from: [p0: 2, partition(1): 0])
        try first.log.wait("end of the other") { $0.ends[partition(1)] != nil }
        #expect(first.log.current.offsets.isEmpty)

        let second = RecordingHandler()
        let two = try join(second)
        try second.log.wait("assignment") { $0.assigned.count == 1 }
        try first.log.wait("its share") { $0.assigned.count == 1 }
        two.close()
        try first.log.wait("whole assignment") { $0.assigned.count == 2 }
        one.read(from: [p0: 1])
        try first.log.wait("end") { $0.ends[p0] == 5 }
        #expect(first.log.current.offsets[p0] == Array(1..<5))
        one.close()
    }
}
