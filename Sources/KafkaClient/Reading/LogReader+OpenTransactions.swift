extension LogReader {
    /// Where transactions are open now: for each partition that has some, the first record of the first one.
    ///
    /// Most belong to producers at work, and are over a moment later.
    ///
    /// - Parameters:
    ///   - partitions: those to look at.
    ///   - timeout: how long the brokers may take to answer.
    /// - Returns: the offset of that record, beyond which committed readers do not get.
    /// - Throws: `KafkaError` when the brokers do not answer.
    package func openTransactions(
        in partitions: [TopicPartition],
        timeout: Duration? = nil
    ) throws(KafkaError) -> [TopicPartition: Int64] {
        guard !partitions.isEmpty else { return [:] }
        let timeout = timeout ?? requestTimeout
        // The high watermark comes second: it only grows, so what is held now lies below it.
        let stable = try stableEnds(of: partitions, timeout: timeout)
        let ends = try ends(of: partitions, timeout: timeout)
        return stable.filter { partition, offset in offset < ends[partition] ?? 0 }
    }

    /// What holds a partition up, with the time at which the transaction's first record was written.
    package func standstill(at offset: Int64, of partition: TopicPartition) -> Standstill {
        var since: Int64?
        // Without the time the rest is worth telling.
        _ = try? read(
            [partition: .offset(offset)],
            upTo: [partition: offset + 1],
            isolation: .uncommitted,
            patience: .seconds(5)
        ) { record in
            guard record.offset == offset, record.timestamp.kind != .none else { return }
            since = record.timestamp.milliseconds
        }
        return Standstill(partition, offset: offset, since: since)
    }
}
