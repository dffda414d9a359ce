import Ratchet
import RatchetEngine

/// A consumer reads what is committed, each topic of a partition in its order, the topics in any.
extension World {
    func consume(
        _ opening: Int,
        _ partition: Int32,
        _ from: [Inbox: Int64],
        _ mail: Int64,
        _ executor: SimulatedExecutor
    ) {
        guard executor.consumer.assignment.contains(partition), executor.consumer.phase == .assigned else { return }
        // The consumer gathers what is to be read, and delivers for the opening before until then.
        let assignment = executor.consumer.assignmentCount
        let delay = random.chance(0.2) ? Int64(random.below(250_000)) : random.latency()
        later(delay, on: executor) { [self] in
            guard executor.consumer.assignmentCount == assignment, executor.consumer.phase == .assigned else { return }
            // What is asked of the consumer is done in the order in which it was asked.
            if let present = executor.consumer.reading[partition], present.opening > opening { return }
            executor.consumer.reading[partition] = SimulatedConsumer.Reading(
                opening: opening,
                next: Inbox.allCases.map { from[$0] ?? 0 },
                ended: Inbox.allCases.map { _ in -1 },
                nextMail: mail
            )
            poll(executor)
        }
    }

    /// Something new may be seen in a partition.
    func stir(_ partition: Int) {
        for executor in executors where executor.isAlive && executor.consumer.reading[Int32(partition)] != nil {
            poll(executor)
        }
    }

    func poll(_ executor: SimulatedExecutor) {
        guard !executor.consumer.isPolling else { return }
        executor.consumer.isPolling = true
        let lag = happens(chances.slowConsumer) ? Int64(random.within(20_000...600_000)) : 0
        atBroker(random.latency() + lag, for: executor) { [self] in
            executor.consumer.isPolling = false
            fetch(executor)
        }
    }

    private func fetch(_ executor: SimulatedExecutor) {
        var isMoreThere = false
        for partition in broker.steps.indices.map(Int32.init) {
            guard let reading = executor.consumer.reading[partition] else { continue }
            var arrivals: [Arrival] = []
            for inbox in random.shuffled(Inbox.allCases + [nil]) {
                guard let inbox else {
                    isMoreThere = readMail(Int(partition), executor, into: &arrivals) || isMoreThere
                    continue
                }
                if executor.consumer.paused.contains(partition), inbox != .commands { continue }
                isMoreThere = read(inbox, Int(partition), executor, into: &arrivals) || isMoreThere
            }
            guard !arrivals.isEmpty else { continue }
            post(.arrived(opening: reading.opening, partition, arrivals), to: executor)
        }
        if isMoreThere { poll(executor) }
    }

    /// True when there is more than was taken.
    private func read(
        _ inbox: Inbox,
        _ partition: Int,
        _ executor: SimulatedExecutor,
        into arrivals: inout [Arrival]
    ) -> Bool {
        guard var reading = executor.consumer.reading[Int32(partition)] else { return false }
        let index = inbox.rawValue
        let (found, start, end) = fetch(inbox, partition, from: reading.next[index], by: executor)
        reading.next[index] = max(reading.next[index], start)
        let limit = random.within(1...6)
        for (offset, arrival) in found.prefix(limit) {
            reading.next[index] = offset + 1
            arrivals.append(arrival)
        }
        if found.count <= limit, reading.ended[index] != end, reading.next[index] <= end {
            reading.ended[index] = end
            reading.next[index] = end
            arrivals.append(.end(of: inbox, offset: end))
        }
        executor.consumer.reading[Int32(partition)] = reading
        return found.count > limit
    }

    /// True when there is more than was taken.
    private func readMail(_ partition: Int, _ executor: SimulatedExecutor, into arrivals: inout [Arrival]) -> Bool {
        guard let next = executor.consumer.reading[Int32(partition)]?.nextMail else { return false }
        let log = broker.mail[partition]
        let found = log.visible(from: next, upTo: log.stableEnd)
        let limit = random.within(1...6)
        for (offset, content, time) in found.prefix(limit) {
            executor.consumer.reading[Int32(partition)]?.nextMail = offset + 1
            let row = content.mail.map { MailRecord.row(MailRow($0, offset: offset, appended: time)) }
            arrivals.append(.mail(row ?? .settled(content.key, offset: offset)))
        }
        return found.count > limit
    }

    private func fetch(
        _ inbox: Inbox,
        _ partition: Int,
        from offset: Int64,
        by executor: SimulatedExecutor
    ) -> (found: [(Int64, Arrival)], start: Int64, end: Int64) {
        switch inbox {
        case .steps:
            let log = broker.steps[partition]
            let found = log.visible(from: offset, upTo: log.stableEnd)
            return (found.map { ($0.offset, arrival($0.content, partition, $0.offset)) }, log.start, log.stableEnd)
        case .triggers:
            let log = broker.triggers[partition]
            let found = log.visible(from: offset, upTo: log.stableEnd)
            return (
                found.map { ($0.offset, arrival($0.content, partition, $0.offset, executor)) }, log.start, log.stableEnd
            )
        case .commands:
            let log = broker.commands[partition]
            let found = log.visible(from: offset, upTo: log.stableEnd)
            return (
                found.map { ($0.offset, arrival($0.content, partition, $0.offset)) }, log.start, log.stableEnd
            )
        }
    }

    private func arrival(_ content: Broker.StepContent, _ partition: Int, _ offset: Int64) -> Arrival {
        let place = "steps/\(partition)/\(offset)"
        switch content {
        case .step(let step):
            return .step(
                StepArrival(
                    offset: offset,
                    jobId: step.run.jobId,
                    number: step.number,
                    payload: SimulatedPayload(record: step)
                )
            )
        case .torn(let jobId):
            let payload = SimulatedPayload(rejection: rejection(place, jobId, bytes: 10))
            return .step(
                StepArrival(offset: offset, jobId: jobId, number: StepNumber(seq: 0, attempt: 1), payload: payload)
            )
        case .garbage:
            let step = UnreadableStep(rejection(place, place, bytes: 10), isOfANewerProgram: false)
            return .unreadable(offset: offset, jobId: nil, step)
        }
    }

    private func arrival(
        _ content: Broker.TriggerContent,
        _ partition: Int,
        _ offset: Int64,
        _ executor: SimulatedExecutor
    ) -> Arrival {
        let place = "triggers/\(partition)/\(offset)"
        switch content {
        case .start(let run) where executor.isOldProgram && plan.isNew(run.job):
            return .trigger(offset: offset, .reject(rejection(place, place, bytes: 10)))
        case .start(let run): return .trigger(offset: offset, .start(run))
        case .garbage(let bytes): return .trigger(offset: offset, .reject(rejection(place, place, bytes: bytes)))
        }
    }

    private func arrival(
        _ content: Broker.CommandContent,
        _ partition: Int,
        _ offset: Int64
    ) -> Arrival {
        let place = "commands/\(partition)/\(offset)"
        switch content {
        case .command(let command, let bytes):
            let json = Array(repeating: UInt8(ascii: " "), count: bytes)
            return .command(offset: offset, .post(Mail(command, json: json, from: place)))
        case .garbage: return .command(offset: offset, .reject(rejection(place, place, bytes: 10)))
        }
    }

    private func rejection(_ place: String, _ key: String, bytes: Int) -> Rejection {
        Rejection(
            key: key,
            reason: .rejected,
            message: "scripted",
            place: place,
            at: wall,
            bytes: Array(repeating: 0, count: bytes),
            headers: []
        )
    }
}

/// The rest of a step's record.
private struct SimulatedPayload: StepPayload {
    var record: StepRecord?
    var rejection: Rejection?

    func decode() throws(UnreadableStep) -> StepRecord {
        if let record { return record }
        let none = Rejection(key: "", reason: .rejected, message: "", place: "", at: 0, bytes: nil, headers: [])
        throw UnreadableStep(rejection ?? none, isOfANewerProgram: false)
    }
}
