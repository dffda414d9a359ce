import KafkaClient
import RatchetThreads
import Synchronization

/// Sends records to one topic, one at a time, and waits for each.
final class RecordSender: Sendable {
    private let producer: IdempotentProducer
    private let reader: LogReader
    private let topic: String
    private let partitionCount = Mutex<Int?>(nil)

    init(configuration: ClientConfiguration, topic: String) throws(KafkaError) {
        producer = try IdempotentProducer(configuration: configuration)
        reader = try LogReader(configuration: configuration, requestTimeout: .seconds(10))
        self.topic = topic
    }

    /// Blocks until Kafka has the record, or the producer has given it up.
    ///
    /// Returns its place: `ratchet.triggers/3/1042`.
    func send(key: String, value: [UInt8]) throws(KafkaError) -> String {
        // A producer that asks for a topic makes the brokers create it, with a number of partitions of their own.
        let count = try partitionCount.withLock { count throws(KafkaError) in
            if let count { return count }
            let asked = try reader.partitions(of: topic).count
            count = asked
            return asked
        }
        let partition = partition(ofKey: key, count: Int32(count))
        let record = OutgoingRecord(topic: topic, partition: partition, key: key, value: value)
        let delivery = Blocking.wait { producer.send(record, completion: $0) }
        return "\(topic)/\(partition)/\(try delivery.get())"
    }
}
