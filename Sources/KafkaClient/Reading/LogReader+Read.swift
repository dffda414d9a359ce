import CRDKafka

extension LogReader {
    /// How long an open transaction is waited for without a word: those of producers at work are over by then.
    private static let quietWait: Duration = .seconds(3)

    /// Reads partitions, of one topic or several, from their starts to their limits.
    ///
    /// - Parameters:
    ///   - starts: the first offset of each partition.
    ///   - limits: the offset before which to stop, such as a high watermark that was asked for earlier. A partition
    ///     without one is read to where it ends now, transactions still open included; so is one that does not reach its
    ///     limit (any more).
    ///   - isolation: `committed` waits for the outcome of transactions that are open below the limits.
    ///   - patience: how long it may take without any progress.
    ///   - onStandstill: called on this thread when an open transaction has held everything up for a few seconds, once for
    ///     each.
    ///   - onRecord: called on this thread with each record as it arrives, in the order of each partition. What it throws
    ///     ends the reading.
    /// - Returns: for each partition the next offset to read: its limit, unless it began beyond or ended before.
    /// - Throws: `KafkaError` of code `openTransaction` if a transaction outlasts the patience, others if the brokers
    ///   do not answer, and what `onRecord` throws.
    @discardableResult
    package func read(
        _ starts: [TopicPartition: Start],
        upTo limits: [TopicPartition: Int64] = [:],
        isolation: Isolation = .committed,
        patience: Duration = .seconds(60),
        onStandstill: (Standstill) -> Void = { _ in },
        onRecord: (ConsumedRecord) throws -> Void
    ) throws -> [TopicPartition: Int64] {
        let watermarks = try watermarks(Array(starts.keys))
        var progress = ReadingProgress(starts: starts, watermarks: watermarks, limits: limits)
        guard !progress.isComplete else {
            return progress.positions
        }
        let session = try ReadingSession(self, isolation, from: progress.pendingPositions)
        defer { session.close() }
        var standingSince: ContinuousClock.Instant?
        var told: TopicPartition?
        while !progress.isComplete {
            var isProgress = false
            switch try session.next(wait: .milliseconds(100)) {
            case .record(let record):
                isProgress = progress.accept(record.topicPartition, offset: record.offset)
                if isProgress {
                    try onRecord(record)
                }
            case .end(let partition, let offset):
                isProgress = progress.reachEnd(partition, offset: offset)
            case nil:
                break
            }
            guard !isProgress else {
                standingSince = nil
                continue
            }
            let start = standingSince ?? .now
            standingSince = start
            let time = start.duration(to: .now)
            if time > patience {
                throw session.explained(progress.standstill(after: patience))
            }
            if time > Self.quietWait, let held = progress.held, held.partition != told {
                told = held.partition
                onStandstill(standstill(at: held.offset, of: held.partition))
            }
        }
        return progress.positions
    }

    /// Reads all partitions of a topic from the beginning to where it ends now.
    @discardableResult
    package func read(
        topic: String,
        isolation: Isolation = .committed,
        patience: Duration = .seconds(60),
        onRecord: (ConsumedRecord) throws -> Void
    ) throws -> [TopicPartition: Int64] {
        let starts = try partitions(of: topic).map { ($0, Start.beginning) }
        return try read(
            Dictionary(uniqueKeysWithValues: starts),
            isolation: isolation,
            patience: patience,
            onRecord: onRecord
        )
    }

    /// Reads partitions and goes on with what arrives.
    ///
    /// - Parameters:
    ///   - starts: where to begin in each partition.
    ///   - isolation: `committed` shows only what transactions committed.
    ///   - isGoingOn: asked before each event and at least ten times a second; false ends the reading.
    ///   - onEvent: called on this thread with every record, and with the end of a partition each time it is reached.
    /// - Throws: `KafkaError` if a partition cannot be read, and what `onEvent` throws. A broker that cannot be reached
    ///   is waited for.
    package func follow(
        _ starts: [TopicPartition: Start],
        isolation: Isolation = .committed,
        while isGoingOn: () -> Bool,
        onEvent: (ConsumerEvent) throws -> Void
    ) throws {
        let session = try ReadingSession(self, isolation, from: starts.mapValues(\.libraryOffset))
        defer { session.close() }
        while isGoingOn() {
            if let event = try session.next(wait: .milliseconds(100)) {
                try onEvent(event)
            }
        }
    }
}

extension LogReader.Start {
    var libraryOffset: Int64 {
        switch self {
        case .beginning: Int64(RD_KAFKA_OFFSET_BEGINNING)
        case .end: Int64(RD_KAFKA_OFFSET_END)
        case .offset(let offset): offset
        }
    }
}
