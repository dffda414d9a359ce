import CRDKafka

/// One transaction from begin to its outcome.
struct TransactionRun: ~Copyable {
    private let core: TransactionCore
    private let client: ClientHandle
    /// Before it began.
    private let failedWrites: Int
    /// From then on the broker may abort it.
    private let end: ContinuousClock.Instant
    /// The client must not be used for another transaction.
    private(set) var leavesDoubt = false

    /// What the library was asked for when it said no.
    private enum Part {
        case records
        case offsets
        case end
    }

    init(_ core: TransactionCore, _ client: ClientHandle) {
        self.core = core
        self.client = client
        failedWrites = client.callbacks.failedWrites
        end = .now + core.options.transactionTimeout
    }

    mutating func commit(_ batch: TransactionBatch, topics: ProducerTopics) -> (CommitOutcome, ProducerTopics) {
        let writer = TransactionWriter(client, topics: topics, timeout: core.options.messageTimeout)
        var part = Part.records
        do {
            try KafkaError.check(rd_kafka_begin_transaction(client.raw), "the transaction cannot begin")
            try write(batch, to: writer)
            part = .offsets
            try sendOffsets(batch)
            part = .records
            try awaitRecords()
        } catch {
            return (givenUp(error, part), writer.knownTopics)
        }
        return (finish(), writer.knownTopics)
    }

    private func write(_ batch: TransactionBatch, to writer: TransactionWriter) throws(KafkaError) {
        do {
            try batch.write(writer)
        } catch let error as KafkaError where error.code == .state {
            // The transaction has failed in the background: the next call says why, whatever it asks for.
            try sendOffsets(batch)
            throw error.abortable
        } catch let error as KafkaError {
            // A record that was refused here leaves the transaction as it is: it can still be aborted.
            throw error.isFatal ? error : error.abortable
        } catch {
            throw KafkaError(.writeFailed, "the batch was not written", requiresAbort: true, cause: error)
        }
    }

    /// To be repeated with the same arguments after a retriable error.
    private func sendOffsets(_ batch: TransactionBatch) throws(KafkaError) {
        let list = PartitionList(capacity: batch.offsets.count)
        for entry in batch.offsets {
            list.add(entry.partition, offset: entry.offset, metadata: entry.metadata)
        }
        var hasAskedWhy = false
        while true {
            do {
                let error = list.withRaw { rd_kafka_send_offsets_to_transaction(client.raw, $0, batch.group.raw, -1) }
                return try KafkaError.check(error, "the consumed offsets cannot join the transaction")
            } catch  where error.helpsToRetry {
                guard ContinuousClock.now < end else {
                    throw error.abortable
                }
                rd_kafka_poll(client.raw, 10)
            } catch  where error.code == .state && !hasAskedWhy {
                // It failed in the background after this call had begun: the same as in `write`.
                hasAskedWhy = true
            }
        }
    }

    /// The library would commit without a record that it takes for delivered and that may be missing.
    private func awaitRecords() throws(KafkaError) {
        var code = RD_KAFKA_RESP_ERR_NO_ERROR
        repeat {
            // Those behind one that has failed may wait for nothing.
            code = rd_kafka_flush(client.raw, 100)
            if let error = core.deliveryError {
                throw KafkaError(error.code, "the transaction lacks a record", requiresAbort: true)
            }
        } while code != RD_KAFKA_RESP_ERR_NO_ERROR && ContinuousClock.now < end
        if code != RD_KAFKA_RESP_ERR_NO_ERROR {
            throw KafkaError(code, "the records of the transaction are not delivered in time").abortable
        }
    }

    /// The commit itself: from here on an error may hide a success.
    private mutating func finish() -> CommitOutcome {
        let troubles = connectionTroubles
        let result = ended("the transaction cannot be committed") { rd_kafka_commit_transaction(client.raw, -1) }
        let sawTrouble = result.sawTimeout || connectionTroubles != troubles
        // A delayed request of this end may reach the broker during the next transaction (KAFKA-17754).
        leavesDoubt = leavesDoubt || sawTrouble
        guard let error = result.error else {
            return .committed
        }
        guard error.requiresAbort, !sawTrouble else {
            // Even if it can be aborted now: an earlier request may have committed it.
            leavesDoubt = true
            return .unknown(reported(error))
        }
        return takenBack(error)
    }

    /// The commit was not asked for: whatever happens now, nothing of the transaction becomes visible.
    private mutating func givenUp(_ error: KafkaError, _ part: Part) -> CommitOutcome {
        guard error.requiresAbort else {
            leavesDoubt = true
            let reason = reason(of: error, part)
            return .aborted(reported(error), reason: reason.isOfTheRecords ? reason : .producer)
        }
        if let failure = aborted() {
            // An abort on the heels of a commit meets INVALID_TXN_STATE while no partition has joined the transaction.
            return .aborted(failure.caused(by: reported(error)), reason: reason(of: error, part))
        }
        return .aborted(reported(error), reason: reason(of: error, part))
    }

    /// The commit was asked for and refused.
    private mutating func takenBack(_ error: KafkaError) -> CommitOutcome {
        if let failure = aborted() {
            return .unknown(failure.caused(by: reported(error)))
        }
        return .aborted(reported(error), reason: reason(of: error, .end))
    }

    private mutating func aborted() -> KafkaError? {
        let troubles = connectionTroubles
        let result = ended("the transaction cannot be aborted") { rd_kafka_abort_transaction(client.raw, -1) }
        let sawTrouble = result.sawTimeout || connectionTroubles != troubles
        // After a record that a broker refused the library bumps its epoch; in 2.0.2 a later abort may then never return.
        // And it gives the sequence numbers of records that it takes back to others; a broker that has written the first
        // takes the second for the same again, even if it had answered that it did not lead the partition (any more).
        leavesDoubt =
            leavesDoubt || sawTrouble || result.error != nil || core.deliveryError != nil
            || !core.options.trustsLog || client.callbacks.failedWrites != failedWrites
        return result.error
    }

    /// Grows with everything after which a request may still be on its way.
    private var connectionTroubles: Int {
        core.options.trustsLog ? client.callbacks.connectionTroubles : client.callbacks.closedConnections
    }

    /// With the reason behind it.
    ///
    /// A record that failed often shows first as a state that allows nothing but an abort, and its report is served only
    /// by the abort.
    private func reported(_ error: KafkaError) -> KafkaError {
        client.explained(error.caused(by: error.cause ?? core.deliveryError))
    }

    private func reason(of error: KafkaError, _ part: Part) -> CommitOutcome.AbortReason {
        // Records are sent, and their partitions joined to the transaction, in the background: any later call may hear of it.
        let isOfRecords =
            part == .records || error.code == core.deliveryError?.code
            || error.message.contains("Failed to add partition")
        if part == .offsets, !isOfRecords, error.code.isStaleGeneration {
            return .generation
        }
        if isOfRecords, error.code.isOfTheRecord {
            return CommitOutcome.AbortReason(ofRecords: error)
        }
        if let delivery = core.deliveryError {
            return CommitOutcome.AbortReason(ofRecords: delivery)
        }
        return error.code.isTimeout ? .timedOut : .other
    }

    /// Commit and abort are resumable: after a retriable time-out the same call goes on where it was.
    private func ended(_ action: String, _ call: () -> OpaquePointer?) -> (error: KafkaError?, sawTimeout: Bool) {
        let end = ContinuousClock.now + core.options.transactionTimeout * 2
        var sawTimeout = false
        while true {
            do {
                try KafkaError.check(call(), action)
                return (nil, sawTimeout)
            } catch {
                sawTimeout = sawTimeout || error.code.isTimeout
                guard error.helpsToRetry, !error.isFatal, !error.requiresAbort, ContinuousClock.now < end else {
                    return (error, sawTimeout)
                }
                rd_kafka_poll(client.raw, 10)
            }
        }
    }
}

extension KafkaError {
    /// The same error, to be answered by an abort.
    fileprivate var abortable: KafkaError {
        KafkaError(
            code,
            message,
            helpsToRetry: helpsToRetry,
            isFatal: isFatal,
            requiresAbort: true,
            cause: cause
        )
    }
}
