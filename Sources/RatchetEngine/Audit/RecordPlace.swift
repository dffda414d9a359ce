/// Where a record lies.
package struct RecordPlace: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let topic: String
    package let partition: Int32
    package let offset: Int64

    package init(_ topic: String, _ partition: Int32, _ offset: Int64) {
        self.topic = topic
        self.partition = partition
        self.offset = offset
    }

    /// As it is written everywhere: `ratchet.triggers/3/1042`.
    package var description: String { "\(topic)/\(partition)/\(offset)" }

    package static func < (left: Self, right: Self) -> Bool {
        (left.topic, left.partition, left.offset) < (right.topic, right.partition, right.offset)
    }
}
