import Ratchet
import RatchetEngine

/// Calls of user code: how long they take, and how they end.
extension World {
    func perform(_ order: StepOrder, on executor: SimulatedExecutor) {
        callCount += 1
        let jobId = order.call.jobId
        let running = executor.calls.values.filter { !$0.isCancelled }
        if running.contains(where: { $0.order.call.jobId == jobId }) {
            fail("\(executor.name) performs a step of \(jobId) twice at the same time")
        }
        if running.count >= plan.slots { fail("\(executor.name) performs more steps than it has slots") }
        guard let job = plan.jobs.first(where: { $0.name == order.call.job }), !(job.isNew && executor.isOldProgram)
        else {
            fail("\(executor.name) performs a step of a job that it does not have")
            return
        }
        let isOwner = isOwner(executor, plan.partition(of: jobId))
        auditor.begin(order.call, by: executor.name, isOwner: isOwner)
        if isOwner, let key = restingMail(for: jobId, on: executor) { fail("\(jobId) goes on, and \(key.text) rests") }
        let session = order.session as? SimulatedSession ?? SimulatedSession(jobId: jobId)
        if let objection = session.objection(to: order.call) { fail("\(executor.name): \(objection)") }
        let isSuspect = isOwner && auditor.isSuspect(jobId)
        if isSuspect, running.contains(where: \.isSuspect) {
            fail("\(executor.name) performs two suspects at the same time")
        }
        let call = RunningCall(order: order, session: session, isSuspect: isSuspect, at: now)
        executor.calls[order.ticket] = call
        provoke(executor, plan.partition(of: jobId))
        let circumstances = Circumstances(
            now: wall,
            isOldProgram: executor.isOldProgram,
            kills: auditor.kills[jobId] ?? 0
        )
        start(call, job.perform(order.call, in: circumstances), on: executor)
    }

    private func start(_ call: RunningCall, _ made: SimulatedCall, on executor: SimulatedExecutor) {
        let duration = made.duration * 1_000 + Int64(random.below(3_000))
        switch made.ending {
        case .hangs:
            guard made.isInterruptible else { return }
            enterRegion(call, on: executor)
            // Or else it stays there, until it has used up what a region may take.
            guard random.chance(0.5) else { return }
            later(Int64(random.below(1_500_000)), on: executor) { [self] in
                if call.isInRegion, !call.isEnding { leaveRegion(call, on: executor) }
            }
        case .kills:
            later(duration, on: executor) { [self] in
                guard executor.calls[call.order.ticket] != nil else { return }
                auditor.kills[call.order.call.jobId, default: 0] += 1
                crash(executor)
            }
        case .returns(let result):
            if made.isInterruptible { enterRegion(call, on: executor) }
            later(duration, on: executor) { [self] in
                guard !call.isEnding else { return }
                if call.isInRegion { leaveRegion(call, on: executor) }
                end(call, result, on: executor)
            }
        }
    }

    private func enterRegion(_ call: RunningCall, on executor: SimulatedExecutor) {
        later(Int64(random.below(2_000)), on: executor) { [self] in
            guard !call.isEnding else { return }
            if call.cutIsDue {
                interrupt(call, on: executor)
            } else {
                call.regionSince = now
                post(.enteredRegion(call.order.ticket), to: executor)
            }
        }
    }

    private func leaveRegion(_ call: RunningCall, on executor: SimulatedExecutor) {
        if let since = call.regionSince { call.regionTime += now - since }
        call.regionSince = nil
        post(.leftRegion(call.order.ticket), to: executor)
    }

    private func interrupt(_ call: RunningCall, on executor: SimulatedExecutor) {
        call.isEnding = true
        later(random.latency(), on: executor) { [self] in
            if call.isInRegion { leaveRegion(call, on: executor) }
            end(call, StepResult(verdict: .interrupted), on: executor)
        }
    }

    private func end(_ call: RunningCall, _ result: StepResult, on executor: SimulatedExecutor) {
        call.isEnding = true
        executor.calls[call.order.ticket] = nil
        // What is cancelled has no result.
        if !call.isCancelled { auditor.saw(result, of: call.order.call) }
        let session = call.session.after(call.order.call, result)
        post(.performed(call.order.ticket, result, session: session), to: executor)
    }

    func cut(_ ticket: Ticket, on executor: SimulatedExecutor) {
        guard let call = executor.calls[ticket], !call.isEnding else { return }
        call.cutIsDue = true
        if call.isInRegion { interrupt(call, on: executor) }
    }

    /// Its result is of no use; most calls end soon all the same.
    func cancel(_ ticket: Ticket, on executor: SimulatedExecutor) {
        guard let call = executor.calls[ticket] else { return }
        call.isCancelled = true
        if isOverdue(call, on: executor) { auditor.overdue(call.order.call) }
        guard !call.isEnding, random.chance(0.5) else { return }
        later(random.latency(), on: executor) { [self] in
            guard !call.isEnding else { return }
            let failure = StepFailure(type: "CancellationError", message: "cancelled", decision: .retry)
            end(call, StepResult(verdict: .failed(failure)), on: executor)
        }
    }

    /// Whether it may have used up its time; what its executor hears of a region it hears late.
    private func isOverdue(_ call: RunningCall, on executor: SimulatedExecutor) -> Bool {
        guard let deadline = plan.rules[call.order.call.job]?.deadline else { return false }
        let inRegion = call.regionSince.map { now - $0 } ?? 0
        let outside = now - call.begun - call.regionTime - inRegion
        let late = 50_000 + executor.pauses
        return outside + late > deadline * 1_000 || inRegion + late > plan.regionLimit * 1_000
    }
}
