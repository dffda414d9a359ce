/// Records of `steps`, against the checkpoints.
extension PartitionAudit {
    package mutating func take(step number: StepNumber, of jobId: String, at offset: Int64, time: Milliseconds) {
        if stepsOldest == nil { stepsOldest = time }
        guard isHome(jobId, rules.topics.steps, offset) else { return }
        let top = runs[jobId]?.topStep
        if let top, number <= top {
            // A run may be triggered often: its starts are done by the rule of the live step.
            guard number != CheckpointMark.beginning.number else { return }
            repeatedSteps.append(RepeatedStep(jobId: jobId, number: number, offset: offset, isStale: number < top))
        } else {
            runs[jobId, default: AuditedRun()].topStep = number
            runs[jobId]?.topStepOffset = offset
        }
    }

    /// A step is published once, and once more after each wait that let the group's offset pass it.
    mutating func judgeRepeatedSteps() {
        var times: [String: [StepNumber: Int]] = [:]
        for step in repeatedSteps {
            let (jobId, number) = (step.jobId, step.number)
            guard let run = runs[jobId], let mark = run.mark, !run.wasForgotten else { continue }
            if !step.isStale {
                if !run.isWhole, let first = run.firstRead, number <= first {
                    findings.skip(.repeatedSteps)
                    continue
                }
                times[jobId, default: [:]][number, default: 0] += 1
                if times[jobId]?[number] ?? 0 <= run.waits[number] ?? 0 { continue }
            }
            let words = (number == mark.number ? "the live step" : "step") + " (\(number.seq),\(number.attempt))"
            let message = "\(words) is published \(step.isStale ? "after a later one" : "again")"
            fail(.twoLiveSteps, rules.topics.steps, step.offset, jobId, message)
        }
        repeatedSteps = []
    }

    mutating func judgeStep(of jobId: String, _ run: AuditedRun) {
        guard let top = run.topStep else { return }
        let words = "(\(top.seq),\(top.attempt))"
        guard let mark = run.mark else {
            guard run.isMissing else { return }
            if top != CheckpointMark.beginning.number {
                fail(
                    .withoutCheckpoint,
                    rules.topics.steps,
                    run.topStepOffset,
                    jobId,
                    "step \(words) is of a run that has no checkpoint"
                )
            } else if let next = committed[.steps], next > run.topStepOffset {
                fail(
                    .startLost,
                    rules.topics.steps,
                    run.topStepOffset,
                    jobId,
                    "the group has read the first step, up to offset \(next), and the run has no checkpoint"
                )
            } else {
                findings.runs.starting += 1
            }
            return
        }
        guard top > mark.number, !run.wasForgotten else { return }
        fail(
            .aheadOfCheckpoint,
            rules.topics.steps,
            run.topStepOffset,
            jobId,
            "step \(words) is published, and the run stands at \(mark.words)"
        )
    }

    /// A run that is not over has a live step, a time to wait for, or somebody else to wait for.
    mutating func judgeLife(of jobId: String, _ run: AuditedRun, _ mark: CheckpointMark) {
        if mark.isHeld {
            findings.runs.held += 1
        } else if let wake = mark.wake {
            findings.runs.waiting += 1
            if wake.due < rules.now { findings.runs.overdue += 1 }
        } else {
            findings.runs.live += 1
            guard !run.hasMoved, !run.wasHeld, !run.hasNewerRecords,
                run.topStep.map({ $0 < mark.number }) ?? true
            else { return }
            if mayBeDeleted(run) {
                findings.skip(.deletedSteps)
            } else {
                fail(
                    .lost,
                    rules.topics.checkpoints,
                    run.offset,
                    jobId,
                    "the run stands at \(mark.words), without a due time, and that step is not in \(rules.topics.steps)"
                )
            }
        }
    }

    /// Retention may have taken its step: the next owner publishes it again.
    private func mayBeDeleted(_ run: AuditedRun) -> Bool {
        guard stepsStart > 0 else { return false }
        return run.since == .min || run.since - rules.lives.margin <= stepsOldest ?? .max
    }
}

/// A record of a step that is not further than an earlier one of its run.
struct RepeatedStep {
    let jobId: String
    let number: StepNumber
    let offset: Int64
    /// A later step had been published.
    let isStale: Bool
}
