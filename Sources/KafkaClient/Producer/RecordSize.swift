/// The size of a record against the limit, checked before anything is sent: a record that the broker refuses spoils its
/// transaction and the next.
struct RecordSize {
    /// What the record format and its batch add at most.
    private static let overhead = 128
    private static let overheadPerHeader = 10

    let limit: Int

    init(_ configuration: ClientConfiguration) throws(KafkaError) {
        guard let value = configuration.properties["message.max.bytes"] else {
            limit = 1_000_000
            return
        }
        guard let bytes = Int(value) else {
            throw KafkaError(.configuration, "the property message.max.bytes is not a number: \(value)")
        }
        limit = bytes
    }

    func check(_ topic: String, key: Int, value: Int, headers: Int, headerCount: Int) throws(KafkaError) {
        let size = key + value + headers + Self.overhead + headerCount * Self.overheadPerHeader
        guard size <= limit else {
            throw KafkaError(.recordTooLarge, "a record of \(size) bytes for \(topic) is over the limit of \(limit)")
        }
    }
}
