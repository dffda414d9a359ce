/// What a consumer group has committed for a partition.
package struct CommittedOffset: Hashable, Sendable {
    /// The next record to read; nil if the group never committed, or the broker forgot.
    package let offset: Int64?
    package let metadata: String

    package init(offset: Int64?, metadata: String) {
        self.offset = offset
        self.metadata = metadata
    }
}
