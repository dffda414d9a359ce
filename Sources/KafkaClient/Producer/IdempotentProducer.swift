import CRDKafka
import RatchetThreads
import Synchronization

/// Sends records outside transactions: each once, in the order of its partition, acknowledged by all replicas in sync.
package final class IdempotentProducer: Sendable {
    private let client: ClientHandle
    private let deliveries: Deliveries
    private let thread: JoinableThread
    private let topics: Mutex<ProducerTopics>

    /// Connects to nothing yet.
    ///
    /// - Parameters:
    ///   - configuration: how to reach Kafka.
    ///   - messageTimeout: a record that is not delivered by then has failed.
    /// - Throws: `KafkaError` of code `configuration` that names the property.
    package init(
        configuration: ClientConfiguration,
        messageTimeout: Duration = .seconds(30)
    ) throws(KafkaError) {
        let deliveries = Deliveries()
        let settings = ClientSettings(
            defaults: ClientSettings.producing,
            essential: ClientSettings.delivering.merging([
                "message.timeout.ms": String(messageTimeout.timeoutMilliseconds),
                // None may be accepted after one that was refused (KAFKA-15591): nobody could take it back.
                "max.in.flight.requests.per.connection": "1",
            ]) { _, new in new }
        )
        let client = try ClientHandle(.producer, configuration, settings, delegate: deliveries)
        self.client = client
        self.deliveries = deliveries
        topics = Mutex(ProducerTopics(of: client))
        thread = JoinableThread(name: "kafka-sender") {
            while !deliveries.isStopping.load(ordering: .acquiring) {
                rd_kafka_poll(client.raw, 100)
            }
        }
    }

    deinit {
        close(timeout: .zero)
    }

    /// How many records were not delivered, or not even taken.
    package var failures: Int {
        deliveries.failures.load(ordering: .relaxed)
    }

    /// Sends without waiting; a failure is counted.
    ///
    /// The first record for a topic may wait until the brokers have told its partitions.
    package func send(_ record: OutgoingRecord) {
        do {
            try produce(record, waiter: nil)
        } catch {
            deliveries.failures.wrappingAdd(1, ordering: .relaxed)
        }
    }

    /// Sends without waiting and reports the record's offset, or why it has none.
    ///
    /// - Parameters:
    ///   - record: copied before the call returns.
    ///   - completion: called exactly once, on the producer's thread or, if the record is not taken, at once on this one.
    package func send(
        _ record: OutgoingRecord,
        completion: @escaping @Sendable (Result<Int64, KafkaError>) -> Void
    ) {
        let waiter = Unmanaged.passRetained(Deliveries.Waiter(completion))
        do {
            try produce(record, waiter: waiter.toOpaque())
        } catch {
            waiter.release()
            deliveries.failures.wrappingAdd(1, ordering: .relaxed)
            completion(.failure(error))
        }
    }

    /// Waits until everything sent so far is delivered or has failed.
    ///
    /// Blocks.
    ///
    /// - Throws: `KafkaError` of code `timedOut` if that takes longer.
    package func flush(timeout: Duration) throws(KafkaError) {
        let code = rd_kafka_flush(client.raw, timeout.timeoutMilliseconds)
        do {
            try KafkaError.check(code, "\(rd_kafka_outq_len(client.raw)) records are not delivered yet")
        } catch {
            throw client.explained(error)
        }
    }

    /// Waits for what was sent, lets the rest fail, and ends the thread.
    ///
    /// Idempotent.
    package func close(timeout: Duration = .seconds(5)) {
        guard !deliveries.isStopping.exchange(true, ordering: .acquiringAndReleasing) else {
            return
        }
        rd_kafka_flush(client.raw, timeout.timeoutMilliseconds)
        rd_kafka_purge(client.raw, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT)
        rd_kafka_flush(client.raw, 1_000)  // The reports of what was purged.
        thread.join()
    }

    private func produce(_ record: OutgoingRecord, waiter: UnsafeMutableRawPointer?) throws(KafkaError) {
        guard !deliveries.isStopping.load(ordering: .acquiring) else {
            throw KafkaError(.closed, "the producer is closed")
        }
        let topic = try topic(record.topic, partition: record.partition)
        let code = record.withBytes { key, value, headers in
            Produce.record(client, topic, record.partition, key, value, headers: headers, opaque: waiter)
        }
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            let headers = record.headers.map { $0.name.utf8.count + $0.value.count }
            throw KafkaError(
                refusing: record.topic,
                code,
                key: record.key?.count,
                value: record.value?.count,
                headers: headers
            )
        }
    }

    private func topic(_ name: String, partition: Int32?) throws(KafkaError) -> TopicHandle {
        do {
            return try topics.withLock { topics throws(KafkaError) in
                try topics.topic(name, partition: partition, timeout: .seconds(5))
            }
        } catch {
            throw client.explained(error)
        }
    }
}
