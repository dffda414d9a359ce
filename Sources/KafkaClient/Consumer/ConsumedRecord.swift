import CRDKafka

/// A record as it was read.
///
/// It owns the library's message and, through it, a share of the fetched buffer: copy what is kept for long.
///
/// `@unchecked Sendable`: nothing of the message changes after `init`, which has the headers parsed (the only lazy
/// part); freeing it is allowed on any thread, and the client that it belongs to is kept until then.
package final class ConsumedRecord: @unchecked Sendable {
    package let topic: String
    @usableFromInline let raw: UnsafeMutablePointer<rd_kafka_message_t>
    @usableFromInline let headerList: OpaquePointer?
    private let client: ClientHandle

    /// Takes the message over.
    init(_ raw: UnsafeMutablePointer<rd_kafka_message_t>, topic: String, client: ClientHandle) {
        self.raw = raw
        self.topic = topic
        self.client = client
        var list: OpaquePointer?
        headerList = rd_kafka_message_headers(raw, &list) == RD_KAFKA_RESP_ERR_NO_ERROR ? list : nil
    }

    deinit {
        rd_kafka_message_destroy(raw)
    }

    package var partition: Int32 {
        raw.pointee.partition
    }

    package var offset: Int64 {
        raw.pointee.offset
    }

    package var topicPartition: TopicPartition {
        TopicPartition(topic, partition)
    }

    package var timestamp: RecordTimestamp {
        RecordTimestamp(of: raw)
    }

    /// The key as text (invalid UTF-8 repaired); nil if the record has none.
    package var key: String? {
        withKey { $0.map { String(decoding: $0, as: UTF8.self) } }
    }

    package var keyBytes: [UInt8]? {
        withKey { $0.map { Array($0) } }
    }

    /// The value; nil is a tombstone.
    package var value: [UInt8]? {
        withValue { $0.map { Array($0) } }
    }

    package var isTombstone: Bool {
        raw.pointee.payload == nil
    }

    /// The key without a copy; valid only within `body`.
    @inlinable
    package func withKey<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer?) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(raw.pointee.key.map { UnsafeRawBufferPointer(start: $0, count: raw.pointee.key_len) })
    }

    /// The value without a copy; valid only within `body`.
    ///
    /// Nil is a tombstone.
    @inlinable
    package func withValue<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer?) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(raw.pointee.payload.map { UnsafeRawBufferPointer(start: $0, count: raw.pointee.len) })
    }
}
