/// A record to send outside transactions.
package struct OutgoingRecord: Sendable {
    package var topic: String
    /// Nil for the partition that Kafka's Java client gives the key; any, if there is no key.
    package var partition: Int32?
    package var key: [UInt8]?
    /// Nil is a tombstone.
    package var value: [UInt8]?
    package var headers: [(name: String, value: [UInt8])]

    package init(
        topic: String,
        partition: Int32? = nil,
        key: [UInt8]?,
        value: [UInt8]?,
        headers: [(name: String, value: [UInt8])] = []
    ) {
        self.topic = topic
        self.partition = partition
        self.key = key
        self.value = value
        self.headers = headers
    }

    package init(
        topic: String,
        partition: Int32? = nil,
        key: String?,
        value: [UInt8]?,
        headers: [(name: String, value: [UInt8])] = []
    ) {
        self.init(topic: topic, partition: partition, key: key.map { Array($0.utf8) }, value: value, headers: headers)
    }
}
