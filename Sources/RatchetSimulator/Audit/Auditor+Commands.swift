import RatchetEngine

/// Commands are neither lost nor obeyed twice, and no mail is left.
extension Auditor {
    mutating func takePost(_ mail: Mail, to target: Int32, in partition: Int) {
        openRows[mail.key, default: 0] += 1
        if target != home(of: mail.command.jobId) { fail("\(mail.key.text) is posted to partition \(target)") }
        if repeats(mail.from, in: partition, \.posts), !kinds.contains(.redelivery) {
            fail("the command at \(mail.from) is posted twice")
        }
    }

    /// A row has one answer.
    private mutating func takeNull(of key: MailKey) {
        openRows[key, default: 0] -= 1
        if openRows[key] ?? 0 < 0, !kinds.contains(.redelivery) { fail("\(key.text) is settled again") }
    }

    /// What lies below the committed offset has become mail, or was refused.
    mutating func checkCommands(_ part: PartitionBatch, _ broker: Broker) {
        let partition = Int(part.partition)
        guard let end = part.offsets[.commands], end > checkedCommands[partition] else { return }
        let done = broker.commands[partition].visible(from: checkedCommands[partition], upTo: end)
        checkedCommands[partition] = end
        for (offset, _, _) in done {
            let place = "commands/\(partition)/\(offset)"
            if posts[place] == nil, rejections[place] == nil {
                fail("\(place) is done, and is neither mail nor refused")
            }
        }
    }

    /// A row is settled together with its effect.
    mutating func checkEffect(_ write: RunWrite) {
        for key in write.settles { takeNull(of: key) }
        for key in write.settles where key != self.key(of: write.checkpoint.command, write.checkpoint.run.jobId) {
            fail("\(name(write.checkpoint)) settles \(key.text), which it does not obey")
        }
        let isObeyed = write.checkpoint.command != runs[write.checkpoint.run.jobId]?.last?.command
        if isObeyed, write.settles.isEmpty { fail("\(name(write.checkpoint)) obeys a command whose row it leaves") }
    }

    /// Only where there is nothing to do any more.
    mutating func checkSettled(_ key: MailKey) {
        takeNull(of: key)
        guard case .run(let jobId) = key.address, let last = runs[jobId]?.last else {
            return fail("\(key.text) is settled, and nobody knows its run")
        }
        if !last.standing.isOver, self.key(of: last.command, jobId) != key {
            fail("\(key.text) is settled, and \(name(last)) has not obeyed it")
        }
    }

    /// Only a run that has not come for long enough is given up.
    mutating func checkRefusal(_ rejection: Rejection, of key: MailKey, _ broker: Broker) {
        takeNull(of: key)
        guard case .run(let jobId) = key.address, rejection.reason == .unknownRun else { return }
        let partition = Int(home(of: jobId))
        // Said again while it rests, it rests for as long as the first one.
        let records = broker.mail[partition].visible(from: 0, upTo: .max).filter { $0.content.key == key }
        let rows = records.reversed().prefix { $0.content.mail != nil }
        guard let row = rows.last else { return fail("\(key.text) is refused, and never was there") }
        let steps = broker.steps[partition].visible(from: 0, upTo: .max)
        let start = steps.first { record in
            guard case .step(let step) = record.content else { return false }
            return step.run.jobId == jobId && step.number.seq == 0
        }
        // A wrong clock may take half of its patience.
        if let start, start.appended < row.appended + mailPatience / 2 {
            fail("\(key.text) is refused, and \(jobId) had been started at \(start.offset)")
        }
    }

    /// What was read before the step 0 of its run ends it before it begins.
    mutating func checkBeginning(_ write: RunWrite, by transaction: Transaction) {
        let jobId = write.checkpoint.run.jobId
        guard runs[jobId]?.last == nil, let doom = doomed[jobId] else { return }
        let isThatLease = doom.executor == transaction.executor && doom.lease == transaction.batch.lease
        if isThatLease, !write.checkpoint.standing.isOver {
            fail("\(name(write.checkpoint)) begins, and is to be terminated")
        }
    }

    /// At rest there is no mail, and every command has had its effect or was refused.
    mutating func checkMail(_ broker: Broker) {
        for partition in broker.mail.indices {
            for row in broker.rows(partition, upTo: .max) { fail("\(row.mail.key.text) rests for ever") }
        }
        for (place, sent) in commands.sorted(by: { $0.key < $1.key }) {
            let run = runs[sent.command.jobId]
            let isRefused = commands.contains { $0.value.command.id == sent.command.id && rejections[$0.key] != nil }
            if !(run?.isOver ?? false), !isRefused { fail("the command at \(place) is lost") }
        }
    }

    private func key(of command: Checkpoint.AppliedCommand?, _ jobId: String) -> MailKey? {
        command.map { MailKey(.run(jobId: jobId), id: Mail.idPrefix + $0.id) }
    }

    private func home(of jobId: String) -> Int32 { Plan.partition(of: jobId, among: checkedCommands.count) }
}
