/// What an audit has found.
package struct AuditFindings: Sendable {
    /// Runs by what they do.
    package struct Runs: Sendable, Equatable {
        package var complete = 0
        package var error = 0
        package var terminated = 0
        /// With a live step.
        package var live = 0
        /// Until a time.
        package var waiting = 0
        /// Of those, the ones whose time has passed.
        package var overdue = 0
        /// For a program that can go on with them.
        package var parked = 0
        /// Step 0 is published and not picked up yet.
        package var starting = 0

        package var all: Int { complete + error + terminated + live + waiting + parked + starting }
    }

    package internal(set) var violations: [Violation] = []
    /// What an earlier reading found and this one did not.
    package private(set) var unconfirmed: [Violation] = []
    package internal(set) var unchecked: [Unchecked: Int] = [:]
    package internal(set) var runs = Runs()
    /// Triggers that the group has not read yet.
    package internal(set) var waitingTriggers = 0
    /// Topics that steps have published to, and which were not read.
    package internal(set) var otherOutputs: Set<String> = []
    /// Published records that the checkpoints say there are, of the topics that were read.
    package internal(set) var promisedOutputs = 0

    /// Keeps of an earlier reading's violations those that this one has found too.
    ///
    /// What compaction does while the topics are read can look like a violation, once: of the records that it takes
    /// those before are gone when it is done. A violation stays.
    package func confirming(_ first: AuditFindings) -> AuditFindings {
        var findings = self
        let again = Set(violations.map(Evidence.init))
        findings.violations = first.violations.filter { again.contains(Evidence($0)) }
        findings.unconfirmed = first.violations.filter { !again.contains(Evidence($0)) }
        return findings
    }

    private struct Evidence: Hashable {
        let kind: Violation.Kind
        let place: RecordPlace
        let jobId: String?

        init(_ violation: Violation) {
            kind = violation.kind
            place = violation.place
            jobId = violation.jobId
        }
    }

    mutating func skip(_ what: Unchecked, _ count: Int = 1) {
        if count > 0 { unchecked[what, default: 0] += count }
    }

    mutating func add(_ other: AuditFindings) {
        violations += other.violations
        unchecked.merge(other.unchecked, uniquingKeysWith: +)
        runs.add(other.runs)
        waitingTriggers += other.waitingTriggers
        otherOutputs.formUnion(other.otherOutputs)
        promisedOutputs += other.promisedOutputs
    }
}

extension AuditFindings.Runs {
    fileprivate mutating func add(_ other: Self) {
        complete += other.complete
        error += other.error
        terminated += other.terminated
        live += other.live
        waiting += other.waiting
        overdue += other.overdue
        parked += other.parked
        starting += other.starting
    }
}
