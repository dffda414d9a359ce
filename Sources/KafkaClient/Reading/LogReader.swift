import CRDKafka
import Synchronization

/// Reads partitions without a group.
///
/// Every call blocks its thread, which must not be one of Swift's pool; calls may run side by side.
package final class LogReader: Sendable {
    package enum Isolation: Sendable {
        /// Only what transactions committed; an open transaction holds the reader at its first record.
        case committed
        case uncommitted
    }

    package enum Start: Sendable, Equatable {
        case beginning
        case end
        case offset(Int64)
    }

    let configuration: ClientConfiguration
    /// On a `read_committed` handle the high watermark would be the last stable offset.
    private let watermarkClient: ClientHandle
    private let groupClients = Mutex<[String: ClientHandle]>([:])
    /// Clients for single records, that of the last call last.
    private let sessions = Mutex<[ReadingSession]>([])
    let requestTimeout: Duration

    /// Connects to nothing yet.
    ///
    /// - Parameters:
    ///   - configuration: how to reach Kafka.
    ///   - requestTimeout: of a question for offsets.
    /// - Throws: `KafkaError` of code `configuration` that names the property.
    package init(configuration: ClientConfiguration, requestTimeout: Duration = .seconds(15)) throws(KafkaError) {
        self.configuration = configuration
        self.requestTimeout = requestTimeout
        watermarkClient = try ClientHandle(.consumer, configuration, .reader(.uncommitted))
    }

    deinit {
        for session in sessions.withLock({ $0 }) { session.close() }
    }

    /// A client for single records that nobody uses now.
    func takeSession() throws(KafkaError) -> ReadingSession {
        if let session = sessions.withLock({ $0.popLast() }) { return session }
        return try ReadingSession(forRecordsOf: self)
    }

    func keep(_ session: ReadingSession) {
        sessions.withLock { $0.append(session) }
    }

    /// The first offset that is kept and the one after the last, also of open transactions.
    package func watermarks(_ partitions: [TopicPartition]) throws(KafkaError) -> [TopicPartition: Watermarks] {
        let low = try offsets(of: partitions, at: .beginning, from: watermarkClient, timeout: requestTimeout)
        let high = try ends(of: partitions, timeout: requestTimeout)
        var watermarks: [TopicPartition: Watermarks] = [:]
        for partition in partitions {
            guard let low = low[partition], let high = high[partition] else {
                throw KafkaError(.unknownPartition, "the brokers do not know \(partition)")
            }
            watermarks[partition] = Watermarks(low: low, high: high)
        }
        return watermarks
    }

    /// The high watermarks.
    func ends(of partitions: [TopicPartition], timeout: Duration) throws(KafkaError) -> [TopicPartition: Int64] {
        try offsets(of: partitions, at: .end, from: watermarkClient, timeout: timeout)
    }

    /// The last stable offsets: where committed readers stop now.
    func stableEnds(of partitions: [TopicPartition], timeout: Duration) throws(KafkaError) -> [TopicPartition: Int64] {
        // Any of these clients: all are `read_committed`.
        let group = groupClients.withLock { $0.keys.first } ?? "ratchet-reader"
        let client = try client(forGroup: group)
        return try offsets(of: partitions, at: .end, from: client, timeout: timeout)
    }

    /// The partitions of a topic.
    package func partitions(of topic: String) throws(KafkaError) -> [TopicPartition] {
        try partitions(of: topic, from: watermarkClient)
    }

    private func partitions(of topic: String, from client: ClientHandle) throws(KafkaError) -> [TopicPartition] {
        do {
            let handle = try TopicHandle(topic, of: client)
            return try (0..<handle.partitionCount(timeout: requestTimeout)).map { TopicPartition(topic, $0) }
        } catch {
            throw client.explained(error)
        }
    }

    /// What a group has committed.
    ///
    /// Waits for transactions whose offsets are pending.
    ///
    /// - Parameters:
    ///   - group: need not exist.
    ///   - partitions: what to ask for; each is in the answer.
    ///   - limit: the longest wait for pending transactions.
    /// - Returns: one entry for every partition.
    /// - Throws: `KafkaError` after the limit, or if the group may not be read.
    package func committedOffsets(
        group: String,
        partitions: [TopicPartition],
        limit: Duration = .seconds(60)
    ) throws(KafkaError) -> [TopicPartition: CommittedOffset] {
        let client = try client(forGroup: group)
        let end = ContinuousClock.now + limit
        while true {
            let list = PartitionList(partitions)
            let rest = max(end - .now, .milliseconds(1))
            let code = list.withRaw { rd_kafka_committed(client.raw, $0, min(rest, .seconds(5)).timeoutMilliseconds) }
            do {
                try KafkaError.check(code, "the offsets of the group \(group) cannot be read")
                return try list.committedOffsets()
            } catch  where error.helpsToRetry && ContinuousClock.now < end {
                continue  // Within the library the call waited for the whole of its limit.
            } catch {
                throw client.explained(error)
            }
        }
    }

    private func client(forGroup group: String) throws(KafkaError) -> ClientHandle {
        try groupClients.withLock { clients throws(KafkaError) in
            if let client = clients[group] {
                return client
            }
            let client = try ClientHandle(.consumer, configuration, .reader(.committed, group: group))
            clients[group] = client
            return client
        }
    }

    /// Asks all leaders at once; the library takes the logical offset in place of a time.
    ///
    /// The library asks the leaders that it last heard of, and one that is gone for as long as it may: it is let ask for
    /// a short time only, then told who leads now.
    private func offsets(
        of partitions: [TopicPartition],
        at place: Start,
        from client: ClientHandle,
        timeout: Duration
    ) throws(KafkaError) -> [TopicPartition: Int64] {
        guard !partitions.isEmpty else {
            return [:]
        }
        let end = ContinuousClock.now + timeout
        while true {
            do {
                let rest = max(end - .now, .milliseconds(1))
                return try askForOffsets(of: partitions, at: place, from: client, timeout: min(rest, .seconds(2)))
            } catch  where error.helpsToRetry && ContinuousClock.now < end {
                // What fails here fails in the next question too.
                for topic in Set(partitions.map(\.topic)) { _ = try? self.partitions(of: topic, from: client) }
                rd_kafka_consumer_poll(client.raw, 100).map(rd_kafka_message_destroy)
            } catch {
                throw client.explained(error)
            }
        }
    }

    private func askForOffsets(
        of partitions: [TopicPartition],
        at place: Start,
        from client: ClientHandle,
        timeout: Duration
    ) throws(KafkaError) -> [TopicPartition: Int64] {
        let list = PartitionList(capacity: partitions.count)
        for partition in partitions {
            list.add(partition, offset: place.libraryOffset)
        }
        let code = list.withRaw { rd_kafka_offsets_for_times(client.raw, $0, timeout.timeoutMilliseconds) }
        try KafkaError.check(code, "the offsets of \(partitions[0].topic) and others cannot be read")
        var offsets: [TopicPartition: Int64] = [:]
        try list.visit { element throws(KafkaError) in
            try KafkaError.check(element.err, "the offsets of \(TopicPartition(element)) cannot be read")
            offsets[TopicPartition(element)] = element.offset
        }
        return offsets
    }
}

/// The bounds of a partition.
package struct Watermarks: Sendable, Equatable {
    /// The first offset that is kept.
    package let low: Int64
    /// The offset that the next record will have.
    package let high: Int64
}

extension PartitionList {
    func committedOffsets() throws(KafkaError) -> [TopicPartition: CommittedOffset] {
        var committed: [TopicPartition: CommittedOffset] = [:]
        try visit { element throws(KafkaError) in
            let partition = TopicPartition(element)
            try KafkaError.check(element.err, "the committed offset of \(partition) cannot be read")
            let metadata = UnsafeRawBufferPointer(start: element.metadata, count: element.metadata_size)
            committed[partition] = CommittedOffset(
                offset: element.offset >= 0 ? element.offset : nil,
                metadata: String(decoding: metadata, as: UTF8.self)
            )
        }
        return committed
    }
}
