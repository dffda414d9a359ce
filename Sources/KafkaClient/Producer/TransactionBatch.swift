/// What one transaction commits: the records that `write` sends, and consumed offsets.
package struct TransactionBatch: Sendable {
    package struct Offset: Sendable {
        package let partition: TopicPartition
        /// The next record to read.
        package let offset: Int64
        /// ASCII without control characters, at most 4,096 bytes.
        package let metadata: String

        package init(_ partition: TopicPartition, _ offset: Int64, metadata: String = "") {
            self.partition = partition
            self.offset = offset
            self.metadata = metadata
        }
    }

    /// At least one: only the offsets carry the group's fence to the broker.
    package let offsets: [Offset]
    package let group: GroupMetadata
    /// Called on the producer's thread within the open transaction: must only send.
    ///
    /// What it throws aborts.
    package let write: @Sendable (TransactionWriter) throws -> Void
    /// When a broker wrote the first record, in milliseconds since 1970 by the broker's clock.
    ///
    /// Called on the producer's thread when that is reported, of a topic whose `message.timestamp.type` is
    /// `LogAppendTime`.
    package let onAppended: (@Sendable (Int64) -> Void)?
    /// Where a record lies that was sent with a tag.
    ///
    /// Called on the producer's thread before the transaction ends, and only counts if that is committed. Not called
    /// where the broker did not tell.
    package let onPlaced: (@Sendable (_ tag: Int, _ offset: Int64) -> Void)?

    package init(
        offsets: [Offset],
        group: GroupMetadata,
        onAppended: (@Sendable (Int64) -> Void)? = nil,
        onPlaced: (@Sendable (_ tag: Int, _ offset: Int64) -> Void)? = nil,
        write: @escaping @Sendable (TransactionWriter) throws -> Void
    ) {
        self.offsets = offsets
        self.group = group
        self.onAppended = onAppended
        self.onPlaced = onPlaced
        self.write = write
    }

    /// Refuses what would commit without a fence, or come back as garbage.
    func validate() throws(KafkaError) {
        guard !offsets.isEmpty else {
            throw KafkaError(.invalidArgument, "a transaction without a consumed offset has no fence")
        }
        guard group.isMember else {
            throw KafkaError(
                .invalidArgument,
                "the consumer was no member of its group: its offsets would have no fence"
            )
        }
        for entry in offsets {
            guard entry.offset >= 0, entry.partition.partition >= 0, !entry.partition.topic.isEmpty else {
                throw KafkaError(.invalidArgument, "\(entry.offset) is no offset to commit for \(entry.partition)")
            }
            let metadata = entry.metadata.utf8
            guard metadata.count <= 4_096, metadata.allSatisfy({ (0x20..<0x7f).contains($0) }) else {
                throw KafkaError(
                    .invalidArgument,
                    "the offset metadata of \(entry.partition) is not printable ASCII of at most 4,096 bytes"
                )
            }
        }
    }
}
