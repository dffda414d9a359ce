import Ratchet
import RatchetEngine

/// The records of a batch.
extension World {
    /// Why one of them is refused; nil when none is.
    func produce(
        _ part: PartitionBatch,
        in transaction: Transaction,
        of executor: SimulatedExecutor
    ) -> AbortReason? {
        let partition = Int(part.partition)
        let isAlone = transaction.batch.parts.count == 1 && part.entries.count == 1
        for entry in part.entries {
            auditor.tried(entry)
            if isTooLarge(entry) { return .refused("too large", .size) }
            // As topics do that take what was sent no later than now; Ratchet's own have the broker's time.
            if executor.jump > 0, hasOutputs(entry) {
                auditor.refused(entry, in: part.partition, .clock, isAlone: isAlone)
                return .refused("sent an hour from now", .clock)
            }
            if let refusal, refusal.end > now, entry.topics.contains(refusal.topic) {
                auditor.refused(entry, in: part.partition, .target, isAlone: isAlone)
                return .refused("no right to \(refusal.topic)", .target)
            }
            if hasBadTopic(entry) { return .refused("no such topic", .target) }
            switch entry {
            case .run(let write): produce(write, partition, transaction)
            case .start(let run, let target):
                touch(.steps(Int(target)), transaction)
                broker.steps[Int(target)].append(.step(StepRecord(start: run)), in: transaction.id, at: wall)
            case .post(let mail, let target): appendMail(mail.key, mail, Int(target), transaction)
            case .reject(let rejection, let key):
                appendDead(rejection.key, .rejected(rejection), partition, transaction)
                if let key { appendMail(key, nil, partition, transaction) }
            case .settle(let key): appendMail(key, nil, partition, transaction)
            case .expire(let jobId): appendCheckpoint(jobId, nil, partition, transaction)
            }
        }
        return nil
    }

    private func produce(_ write: RunWrite, _ partition: Int, _ transaction: Transaction) {
        let checkpoint = write.checkpoint
        let jobId = checkpoint.run.jobId
        if write.publishesStep {
            touch(.steps(partition), transaction)
            let step = StepRecord(
                run: checkpoint.run,
                number: checkpoint.number,
                stateVersion: checkpoint.stateVersion,
                state: checkpoint.state,
                unknown: checkpoint.unknown
            )
            broker.steps[partition].append(.step(step), in: transaction.id, at: wall)
        }
        if checkpoint.standing.wake != nil {
            let offset = broker.checkpoints[partition].end
            transaction.places.append(
                CheckpointPlace(partition: Int32(partition), jobId: jobId, offset: offset)
            )
        }
        appendCheckpoint(jobId, checkpoint, partition, transaction)
        for key in write.settles { appendMail(key, nil, partition, transaction) }
        switch write.dead {
        case .unchanged: break
        case .resolved: appendDead(jobId, nil, partition, transaction)
        case .letter(let reason, let failed, let isFinal):
            var letter = checkpoint
            letter.number = failed
            appendDead(jobId, .run(letter, reason, final: isFinal), partition, transaction)
        }
        write.forEachOutput { output, origin in
            touch(.outputs, transaction)
            broker.outputs.append(Broker.OutputContent(output: output, origin: origin), in: transaction.id, at: wall)
        }
        for notification in write.staged.notifications {
            touch(.notifications, transaction)
            broker.notifications.append(notification, in: transaction.id, at: wall)
        }
    }

    private func appendCheckpoint(
        _ jobId: String,
        _ checkpoint: Checkpoint?,
        _ partition: Int,
        _ transaction: Transaction
    ) {
        touch(.checkpoints(partition), transaction)
        broker.checkpoints[partition].append(
            Broker.CheckpointContent(jobId: jobId, checkpoint: checkpoint),
            in: transaction.id,
            at: wall
        )
    }

    private func appendMail(_ key: MailKey, _ mail: Mail?, _ partition: Int, _ transaction: Transaction) {
        touch(.mail(partition), transaction)
        broker.mail[partition].append(Broker.MailContent(key: key, mail: mail), in: transaction.id, at: wall)
    }

    private func appendDead(_ key: String, _ letter: DeadLetter?, _ partition: Int, _ transaction: Transaction) {
        touch(.dead(partition), transaction)
        broker.dead[partition].append(Broker.DeadContent(key: key, letter: letter), in: transaction.id, at: wall)
    }

    private func touch(_ place: Broker.Place, _ transaction: Transaction) {
        if !transaction.touched.contains(place) { transaction.touched.append(place) }
    }

    private func hasOutputs(_ entry: BatchEntry) -> Bool {
        if case .run(let write) = entry { !write.staged.outputs.isEmpty } else { false }
    }

    private func hasBadTopic(_ entry: BatchEntry) -> Bool {
        guard case .run(let write) = entry else { return false }
        return write.staged.outputs.contains { $0.topic != ScriptedJob.outputsTopic }
    }

    private func isTooLarge(_ entry: BatchEntry) -> Bool {
        switch entry {
        case .run(let write):
            (write.checkpoint.error?.message.utf8.count ?? 0) > ScriptedJob.sizeLimit
                || write.staged.outputs.contains { $0.value.count > ScriptedJob.sizeLimit }
                || write.checkpoint.state?.count ?? 0 > ScriptedJob.sizeLimit
        case .start(let run, _): run.parameters.count > ScriptedJob.sizeLimit
        case .post(let mail, _): mail.json.count > ScriptedJob.sizeLimit
        case .reject(let rejection, _): (rejection.bytes?.count ?? 0) > ScriptedJob.sizeLimit
        case .settle, .expire: false
        }
    }
}

/// Topics that only executors write to.
enum OwnTopic: CaseIterable {
    case steps
    case checkpoints
    case dead
    case mail
}

extension BatchEntry {
    /// Those of Ratchet's own that it writes to.
    fileprivate var topics: Set<OwnTopic> {
        switch self {
        case .run(let write):
            var topics: Set<OwnTopic> = [.checkpoints]
            if write.publishesStep { topics.insert(.steps) }
            if case .unchanged = write.dead {} else { topics.insert(.dead) }
            if !write.settles.isEmpty { topics.insert(.mail) }
            return topics
        case .start: return [.steps]
        case .post, .settle: return [.mail]
        case .reject(_, let key): return key == nil ? [.dead] : [.dead, .mail]
        case .expire: return [.checkpoints]
        }
    }
}
