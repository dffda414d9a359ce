/// The end of an audit: what can only be judged when everything is read.
package struct AuditVerdict {
    /// For each topic that steps publish to, whether nothing of it was ever deleted.
    package let hasWholeOutputs: [Bool]

    package init(hasWholeOutputs: [Bool] = []) {
        self.hasWholeOutputs = hasWholeOutputs
    }

    /// - Parameter partitions: all of them, in their order; they are used up.
    /// - Returns: what was found, violations in the order of their places.
    package func judge(_ partitions: inout [PartitionAudit]) -> AuditFindings {
        for index in partitions.indices {
            for trigger in partitions[index].takeOpenTriggers() {
                // It was refused where it lies, not where its run would be.
                guard let home = partitions.firstIndex(where: { $0.partition == trigger.place.partition }) else {
                    continue
                }
                partitions[home].judge(trigger)
            }
        }
        var all = AuditFindings()
        for index in partitions.indices { all.add(partitions[index].judge(hasWholeOutputs)) }
        all.violations.sort { ($0.place, $0.kind.rawValue) < ($1.place, $1.kind.rawValue) }
        return all
    }
}

extension PartitionAudit {
    fileprivate mutating func judge(_ hasWholeOutputs: [Bool]) -> AuditFindings {
        judgeRepeatedSteps()
        judgeStrayLetters()
        judgeMail()
        judgeOutputs(isWhole: hasWholeOutputs)
        for inbox in [Inbox.steps, .triggers] where committed[inbox] == nil { findings.skip(.unreadPartitions) }
        for (jobId, run) in runs { judge(jobId, run) }
        return findings
    }

    private mutating func judge(_ jobId: String, _ run: AuditedRun) {
        judgeStep(of: jobId, run)
        guard let mark = run.mark else { return }
        if run.hasMoved { findings.skip(.movingRuns) }
        if !run.isWhole { findings.skip(.compactedHistories) }
        if run.hasUnknownPolicy { findings.skip(.unknownPolicies) }
        switch mark.standing.ending {
        case .complete: findings.runs.complete += 1
        case .error: findings.runs.error += 1
        case .terminated: findings.runs.terminated += 1
        case nil: judgeLife(of: jobId, run, mark)
        }
        judgeLetter(of: jobId, run, mark)
    }
}
