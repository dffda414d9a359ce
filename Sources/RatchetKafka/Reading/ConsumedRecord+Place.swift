import KafkaClient
import RatchetEngine

extension ConsumedRecord {
    /// Where it lies.
    var place: RecordPlace { RecordPlace(topic, partition, offset) }
}
