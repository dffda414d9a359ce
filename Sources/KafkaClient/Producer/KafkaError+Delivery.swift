import CRDKafka

extension KafkaError {
    /// Why a record that was sent is not known to be in its partition; nil if it is.
    ///
    /// A success without an offset proves nothing: the library concludes it from a later one in the same partition. But
    /// a broker that does not know the producer there yet takes any batch for its first, also when it has refused one
    /// before it (KAFKA-15591).
    init?(undelivered message: UnsafePointer<rd_kafka_message_t>) {
        let topic = message.pointee.rkt.map { String(cString: rd_kafka_topic_name($0)) } ?? "?"
        let place = "\(topic)[\(message.pointee.partition)]"
        guard message.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR else {
            let reason = String(cString: rd_kafka_err2str(message.pointee.err))
            self.init(message.pointee.err, "a record for \(place) was not delivered: \(reason)")
            return
        }
        guard message.pointee.offset == RD_KAFKA_OFFSET_INVALID else {
            return nil
        }
        self.init(
            .deliveryUnknown,
            "a record for \(place) may not have been delivered: the broker took a later one and told no offset of this one",
            helpsToRetry: true
        )
    }
}
