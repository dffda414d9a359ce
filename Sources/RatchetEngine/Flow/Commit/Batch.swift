/// What one transaction commits.
package struct Batch: Sendable {
    package let id: Int
    /// Which producer is to commit it.
    package let producer: Int
    /// The lease whose generation fences it.
    package let lease: Int
    package let parts: [PartitionBatch]
}

/// The share of one partition in a transaction.
package struct PartitionBatch: Sendable {
    package let partition: Int32
    package let entries: [BatchEntry]
    /// The next offset to consume, by inbox; that of `steps` always, since it carries the mark and is the fence.
    package let offsets: [Inbox: Int64]
    package let mark: CommitMark
}
