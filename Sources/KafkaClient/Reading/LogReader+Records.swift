extension LogReader {
    /// Reads single records of one partition that transactions have committed.
    ///
    /// Takes a millisecond or two for each place in the log, on a client that is kept for the next call; offsets that lie
    /// near each other are read in one go.
    ///
    /// - Parameters:
    ///   - offsets: ascending.
    ///   - partition: where they lie.
    ///   - patience: how long it may take without any progress.
    ///   - onRecord: called on this thread with each record that is there, in order. What it throws ends the reading.
    /// - Throws: `KafkaError` of code `openTransaction` if a transaction that is open before a record outlasts the
    ///   patience, others if the brokers do not answer, and what `onRecord` throws.
    package func records(
        at offsets: [Int64],
        of partition: TopicPartition,
        patience: Duration = .seconds(20),
        onRecord: (ConsumedRecord) throws -> Void
    ) throws {
        let session = try takeSession()
        do {
            var wanted = WantedOffsets(offsets)
            while let start = wanted.next {
                try session.read(from: [partition: start])
                try read(&wanted, of: partition, with: session, patience, onRecord)
            }
            try session.rest()
        } catch {
            // The error may be that of the client: it is not used again.
            session.close()
            throw error
        }
        keep(session)
    }

    /// Reads on until all is read, or the next record lies far away.
    private func read(
        _ wanted: inout WantedOffsets,
        of partition: TopicPartition,
        with session: ReadingSession,
        _ patience: Duration,
        _ onRecord: (ConsumedRecord) throws -> Void
    ) throws {
        var standingSince = ContinuousClock.now
        var isHeld = false
        while let next = wanted.next {
            do {
                switch try session.next(wait: .milliseconds(100)) {
                case .record(let record):
                    (standingSince, isHeld) = (.now, false)
                    let step = wanted.accept(offset: record.offset, bytes: record.size)
                    if step.takes { try onRecord(record) }
                    if step.jumps { return }
                case .end(_, let offset):
                    // More can be read once a transaction is decided that is open there.
                    isHeld = offset < (try watermarks([partition])[partition]?.high ?? 0)
                    wanted.reach(isHeld ? offset : .max)
                case nil:
                    guard standingSince.duration(to: .now) > patience else { continue }
                    throw session.explained(.standstill(at: next, of: partition, isHeld: isHeld, after: patience))
                }
            } catch let error as KafkaError where error.code == .offsetGone {
                let low = try watermarks([partition])[partition]?.low ?? 0
                return wanted.reach(next < low ? low : .max)
            }
        }
    }
}

extension KafkaError {
    fileprivate static func standstill(
        at offset: Int64,
        of partition: TopicPartition,
        isHeld: Bool,
        after patience: Duration
    ) -> KafkaError {
        KafkaError(
            isHeld ? .openTransaction : .timedOut,
            "the record at \(offset) of \(partition) cannot be read since \(patience)",
            helpsToRetry: true
        )
    }
}

extension ConsumedRecord {
    fileprivate var size: Int { raw.pointee.len + raw.pointee.key_len }
}
