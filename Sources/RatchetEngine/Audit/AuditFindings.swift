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
        package var held = 0
        /// Step 0 is published and not picked up yet.
        package var starting = 0

        package var all: Int { complete + error + terminated + live + waiting + held + starting }
    }

    package internal(set) var violations: [Violation] = []
    /// Published records that are there more than once, each with one of its places: another reading finds them all.
    package internal(set) var doubles: [OutputDouble: RecordPlace] = [:]
    /// What an earlier reading found and this one did not.
    package private(set) var unconfirmed: [Violation] = []
    package internal(set) var unchecked: [Unchecked: Int] = [:]
    package internal(set) var runs = Runs()
    /// Triggers that the group has not read yet.
    package internal(set) var waitingTriggers = 0
    /// Rows of mail that are not settled.
    package internal(set) var restingMail = 0
    /// Topics that steps have published to, and which were not read.
    package internal(set) var otherOutputs: Set<String> = []
    /// Published records that the checkpoints say there are, of the topics that were read.
    package internal(set) var promisedOutputs = 0

    /// Nothing needs a second look.
    package var isClean: Bool { violations.isEmpty && doubles.isEmpty }

    /// What was found in two readings, `first` being the earlier one.
    ///
    /// What compaction does while the topics are read can look like a violation, once: of the records that it takes
    /// those before are gone when it is done. A violation stays.
    package func confirming(_ first: AuditFindings) -> AuditFindings {
        let before = Set(first.violations.map(Evidence.init))
        let now = Set(violations.map(Evidence.init))
        var findings = self
        findings.violations = violations.filter { $0.kind == .outputTwice || before.contains(Evidence($0)) }
        findings.unconfirmed = first.violations.filter { !now.contains(Evidence($0)) }
        findings.unconfirmed += first.doubles.filter { doubles[$0.key] == nil }.map { double, place in
            Violation(.outputTwice, at: place, of: double.jobId, "record \(double.number) of the run is there already")
        }
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
        doubles.merge(other.doubles) { $1 }
        unchecked.merge(other.unchecked, uniquingKeysWith: +)
        runs.add(other.runs)
        waitingTriggers += other.waitingTriggers
        restingMail += other.restingMail
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
        held += other.held
        starting += other.starting
    }
}
