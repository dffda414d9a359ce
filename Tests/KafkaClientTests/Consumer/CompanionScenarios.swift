import KafkaClient
import Testing

/// What a consumer promises about topics that its group does not subscribe to.
struct CompanionScenarios {
    let member: ConsumerScenarios
    /// Has as many partitions as the topic of the group.
    let companion: String

    private func place(_ number: Int32) -> TopicPartition {
        TopicPartition(companion, number)
    }

    private func join(_ handler: RecordingHandler, companions: [String]? = nil) throws -> Consumer {
        var options = Consumer.Options()
        options.companions = companions ?? [companion]
        return try member.join(handler, options: options)
    }

    /// Needs 2 partitions.
    func aCompanionIsReadLikeTheTopicsOfTheGroup() throws {
        let (p0, p1, c0, c1) = (member.partition(0), member.partition(1), place(0), place(1))
        let producer = try IdempotentProducer(configuration: member.configuration)
        for partition in [p0, c0, c1] {
            try producer.send(5, to: partition)
        }
        let handler = RecordingHandler()
        let consumer = try join(handler)
        try handler.log.wait("assignment") { !$0.assignments.isEmpty }
        consumer.read(from: [p0: 0, p1: 0, c0: 2])
        try handler.log.wait("ends") { $0.ends == [p0: 5, p1: 0, c0: 5] }
        consumer.pause([c0])
        consumer.read(from: [c1: 1])  // The pause outlives the assignment that this makes.
        try handler.log.wait("end of the other companion") { $0.ends[c1] == 5 }
        try producer.send(3, to: c0)
        for end in [8, 11] as [Int64] {
            try producer.send(3, to: c1)
            try handler.log.wait("end \(end)") { $0.ends[c1] == end }
        }
        #expect(handler.log.current.offsets == [p0: Array(0..<5), c0: Array(2..<5), c1: Array(1..<11)])
        consumer.resume([c0])
        try handler.log.wait("end of what rested") { $0.ends[c0] == 8 }
        #expect(handler.log.current.offsets == [p0: Array(0..<5), c0: Array(2..<8), c1: Array(1..<11)])
        consumer.close()
        #expect(handler.log.current.assignments.map(Set.init) == [[p0, p1]])
        #expect(handler.log.current.revocations.map(Set.init) == [[p0, p1]])
        #expect(handler.log.current.errors.isEmpty)
    }

    /// Needs 2 partitions, and transactions that are more than accepted.
    func aCompanionGoesWhereItsPartitionGoes() throws {
        let producer = try IdempotentProducer(configuration: member.configuration)
        let first = RecordingHandler()
        let one = try join(first)
        try first.log.wait("assignment") { $0.assigned.count == 2 }
        let all = [member.partition(0): 0, member.partition(1): 0, place(0): 0, place(1): 0] as [TopicPartition: Int64]
        one.read(from: all)
        try first.log.wait("ends") { $0.ends.count == 4 }

        let second = RecordingHandler()
        let two = try join(second)
        try second.log.wait("assignment") { $0.assigned.count == 1 }
        try first.log.wait("its share") { $0.assigned.count == 1 }
        for number in [0, 1] as [Int32] {
            try producer.send(5, to: place(number))
        }
        // Both ask for everything: what is another's is not read.
        for (consumer, handler) in [(one, first), (two, second)] {
            consumer.read(from: all)
            let own = place(handler.log.current.assigned[0].partition)
            try handler.log.wait("records of the companion") { $0.ends[own] == 5 }
            #expect(handler.log.current.offsets == [own: Array(0..<5)])
        }
        try expectCommits(of: first)
        two.close()
        try first.log.wait("whole assignment") { $0.assigned.count == 2 }
        one.read(from: all)
        try first.log.wait("records of both companions") { $0.offsets[place(0)] != nil && $0.offsets[place(1)] != nil }
        one.close()
        #expect(try committed(place(0)) == nil && committed(place(1)) == nil)
    }

    /// The group has an offset of what was committed for it, and of nothing else.
    private func expectCommits(of handler: RecordingHandler) throws {
        let log = handler.log.current
        let own = log.assigned[0]
        let producer = try TransactionalProducer(
            configuration: member.configuration,
            transactionalId: unique("producer")
        )
        try producer.start(topics: [own.topic])
        let batch = TransactionBatch(offsets: [.init(own, 0)], group: log.groups[log.groups.count - 1]) { _ in }
        #expect(try producer.commit(batch).isCommitted)
        #expect(try committed(own) == 0)
        #expect(try committed(place(own.partition)) == nil)
    }

    private func committed(_ partition: TopicPartition) throws -> Int64? {
        let reader = try LogReader(configuration: member.configuration)
        return try reader.committedOffsets(group: member.group, partitions: [partition])[partition]?.offset
    }

    /// Needs 2 partitions.
    func membersWithAndWithoutCompanionsShareAGroup() throws {
        let first = RecordingHandler()
        let one = try join(first, companions: [])
        try first.log.wait("assignment") { $0.assigned.count == 2 }
        let second = RecordingHandler()
        let two = try join(second)
        let newer = try second.log.wait("assignment") { $0.assigned.count == 1 }
        let older = try first.log.wait("its share") { $0.assigned.count == 1 }
        #expect(Set(newer.assigned + older.assigned) == [member.partition(0), member.partition(1)])
        #expect(older.groups.last?.generationId == newer.groups.last?.generationId)
        two.close()
        one.close()
    }
}
