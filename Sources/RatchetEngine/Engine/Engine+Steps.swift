import Foundation
import Ratchet

/// Steps get their slots, run as tasks, and come back.
extension Engine {
    mutating func grantSlots(at now: Moment, into effects: inout [EngineEffect]) {
        guard stopping == nil else { return }
        while let ready = slots.grant(where: { partitions[Int($0.partition)].ledger?.wants($0) ?? false }) {
            tell(Int(ready.partition), .granted(ready), at: now, into: &effects)
        }
    }

    /// The run holds a slot and its hand-out is committed: its step is performed, unless a command that was held has ended
    /// it in the same moment.
    mutating func begin(_ place: Int, of partition: Int, at now: Moment, into effects: inout [EngineEffect]) {
        serials.ticket += 1
        let ticket = Ticket(serial: serials.ticket)
        guard let call = partitions[partition].ledger?.begin(place, as: ticket) else { return }
        steps[ticket] = RunningStep(
            partition: partition,
            place: place,
            isSuspect: call.isSuspect,
            deadline: rules[call.order.call.job]?.deadline ?? 60_000,
            regionLimit: configuration.regionLimit,
            at: now
        )
        effects.append(.perform(call.order))
        // Its pick-up was on its way when the executor was told to stop.
        if stopping != nil { effects.append(.cut(ticket)) }
    }

    mutating func performed(
        _ ticket: Ticket,
        _ result: StepResult,
        _ session: (any RunSession)?,
        at now: Moment,
        into effects: inout [EngineEffect]
    ) {
        guard let step = steps.removeValue(forKey: ticket) else {
            strays[ticket] = nil
            return
        }
        switch step.home {
        case .ledger(let place):
            let partition = step.partition
            if partitions[partition].ledger?.isParting ?? true {
                keep(result, session, of: step, place)
            } else {
                partitions[partition].ledger?.runs[place].session = session
                tell(partition, .performed(run: place, result), at: now, into: &effects)
            }
        case .parked(let jobId):
            freeSlot(isSuspect: step.isSuspect)
            finishParked(jobId, of: step.partition, result, session)
        }
    }

    /// It came back while its partition is being given up: too late for the last commit, in time for the next lease.
    private mutating func keep(_ result: StepResult, _ session: (any RunSession)?, of step: RunningStep, _ place: Int) {
        freeSlot(isSuspect: step.isSuspect)
        guard let checkpoint = partitions[step.partition].ledger?.runs[place].checkpoint else { return }
        partitions[step.partition].parked[checkpoint.run.jobId] = ParkedStep(
            number: checkpoint.number,
            progress: .done(result, session)
        )
        dropIfInterrupted(checkpoint.run.jobId, of: step.partition, result)
    }

    private mutating func finishParked(
        _ jobId: String,
        of partition: Int,
        _ result: StepResult,
        _ session: (any RunSession)?
    ) {
        guard let parked = partitions[partition].parked[jobId] else { return }
        partitions[partition].parked[jobId] = ParkedStep(number: parked.number, progress: .done(result, session))
        dropIfInterrupted(jobId, of: partition, result)
    }

    private mutating func dropIfInterrupted(_ jobId: String, of partition: Int, _ result: StepResult) {
        if case .interrupted = result.verdict { partitions[partition].parked[jobId] = nil }
    }

    /// Past its deadline: the step has failed, whatever its task does.
    mutating func timedOut(
        _ ticket: Ticket,
        _ step: RunningStep,
        after limit: Milliseconds,
        at now: Moment,
        into effects: inout [EngineEffect]
    ) {
        switch step.home {
        case .ledger(let place) where !(partitions[step.partition].ledger?.isParting ?? true):
            tell(step.partition, .timedOut(run: place, after: limit), at: now, into: &effects)
        case .ledger: freeSlot(isSuspect: step.isSuspect)
        case .parked(let jobId):
            partitions[step.partition].parked[jobId] = nil
            freeSlot(isSuspect: step.isSuspect)
        }
        abandon(ticket, into: &effects)
        effects.append(
            .report(
                Report(.error, "A step used up its deadline; its thread is written off", ["deadline.ms": "\(limit)"])
            )
        )
    }
}

extension StepCall {
    convenience init(_ checkpoint: borrowing Checkpoint) {
        let run = checkpoint.run
        self.init(
            job: run.job,
            jobId: run.jobId,
            tenant: run.tenant,
            seq: checkpoint.number.seq,
            attempt: checkpoint.number.attempt,
            scheduledAt: Date(timeIntervalSince1970: Double(run.scheduled) / 1000),
            parameters: run.parameters,
            state: checkpoint.state,
            stateVersion: checkpoint.stateVersion
        )
    }
}
