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
        auditor.begin(order.call)
        let isSuspect = isOwner(executor, plan.partition(of: jobId)) && auditor.isSuspect(jobId)
        if isSuspect, running.contains(where: \.isSuspect) {
            fail("\(executor.name) performs two suspects at the same time")
        }
        let call = RunningCall(order: order, isSuspect: isSuspect)
        executor.calls[order.ticket] = call
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
            // In a region it may take its time; a limit of two hours is not waited for here.
            guard made.isInterruptible else { return }
            enterRegion(call, on: executor)
            later(1_500_000, on: executor) { [self] in
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
                call.isInRegion = true
                post(.enteredRegion(call.order.ticket), to: executor)
            }
        }
    }

    private func leaveRegion(_ call: RunningCall, on executor: SimulatedExecutor) {
        call.isInRegion = false
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
        auditor.saw(result, of: call.order.call)
        post(.performed(call.order.ticket, result, session: nil), to: executor)
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
        guard !call.isEnding, random.chance(0.5) else { return }
        later(random.latency(), on: executor) { [self] in
            guard !call.isEnding else { return }
            let failure = StepFailure(type: "CancellationError", message: "cancelled", decision: .retry)
            end(call, StepResult(verdict: .failed(failure)), on: executor)
        }
    }
}
