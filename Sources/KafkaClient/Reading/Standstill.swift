/// A partition that cannot be read on: a transaction is open there, and committed readers see nothing behind it.
package struct Standstill: Sendable, Hashable {
    package let partition: TopicPartition
    /// The offset of the transaction's first record, beyond which committed readers do not get.
    package let offset: Int64
    /// When that record was written, in milliseconds since 1970; nil when nobody tells.
    package let since: Int64?

    package init(_ partition: TopicPartition, offset: Int64, since: Int64?) {
        self.partition = partition
        self.offset = offset
        self.since = since
    }
}
