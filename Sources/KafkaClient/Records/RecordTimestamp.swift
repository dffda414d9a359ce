import CRDKafka

/// When a record was written, and who says so.
package struct RecordTimestamp: Sendable {
    package enum Kind: Sendable {
        case none
        /// Set by whoever sent the record.
        case created
        /// Set by the broker when it wrote the record.
        case appended
    }

    /// Since 1970.
    package let milliseconds: Int64
    package let kind: Kind

    init(of message: UnsafePointer<rd_kafka_message_t>) {
        var type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
        milliseconds = rd_kafka_message_timestamp(message, &type)
        kind =
            switch type {
            case RD_KAFKA_TIMESTAMP_CREATE_TIME: .created
            case RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME: .appended
            default: .none
            }
    }
}
