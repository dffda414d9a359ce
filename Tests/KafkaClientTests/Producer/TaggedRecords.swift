import KafkaClient
import Testing

/// Records of which whoever sends them wants to know where they lie.
struct TaggedRecords {
    let configuration: ClientConfiguration
    let topic: String

    /// In the second transaction the offsets are not those of the records alone: there are markers, on a real broker.
    func areToldWhereTheyLie() throws {
        let partitions = [TopicPartition(topic, 0), TopicPartition(topic, 1)]
        let member = try Membership([topic], partitions: 2, configuration: configuration)
        let producer = try TransactionalProducer(configuration: configuration, transactionalId: unique("producer"))
        try producer.start(topics: [topic])
        let reader = try LogReader(configuration: configuration)
        for isFirstTagged in [true, false] {
            let told = Watched<[Int: Int64]>([:])
            let batch = TransactionBatch(offsets: [.init(partitions[0], 1)], group: member.group, onAppended: nil) {
                tag,
                offset in
                told.change { $0[tag] = offset }
            } write: { writer in
                for number in 0..<500 {
                    let isTagged = number % 7 == (isFirstTagged ? 0 : 3)
                    try writer.send("\(number)", to: partitions[number % 2], tag: isTagged ? number : nil)
                }
                try writer.sendWithHeaders("500", to: partitions[0], tag: 500)
            }
            #expect(try producer.commit(batch).isCommitted)
            let offsets = told.current
            #expect(Set(offsets.keys) == Set((0...500).filter { $0 % 7 == (isFirstTagged ? 0 : 3) || $0 == 500 }))
            for (tag, offset) in offsets {
                var found: [String] = []
                try reader.read(
                    [partitions[tag % 2]: .offset(offset)],
                    upTo: [partitions[tag % 2]: offset + 1]
                ) { found.append($0.text) }
                #expect(found == ["\(tag)"])
            }
        }
    }
}

extension TransactionWriter {
    fileprivate func sendWithHeaders(_ value: String, to partition: TopicPartition, tag: Int) throws {
        try Array(value.utf8).withUnsafeBytes { bytes throws in
            try send(
                topic: partition.topic,
                partition: partition.partition,
                key: nil,
                value: bytes,
                headers: [RecordHeader("a", bytes), RecordHeader("b", bytes)],
                tag: tag
            )
        }
    }
}
