import RatchetEngine

/// A reader that audits the topics while everything goes on, in the order in which `ratchet audit` reads them.
///
/// Under no schedule may it see a violation where there is none.
final class Inspection {
    /// Its own, so that schedules are the same with and without it.
    fileprivate var random: Randomness
    fileprivate var partitions: [PartitionAudit] = []
    /// Up to where `checkpoints` was read.
    fileprivate var read: [Int64] = []
    /// What the first reading has found, while a second one looks again.
    fileprivate var findings: AuditFindings?
    /// When it began.
    fileprivate var compactionCount = 0

    init(seed: UInt64) { random = Randomness(seed: seed &+ 0x5851_F42D_4C95_7F2D) }
}

extension World {
    /// Something to be read: whether it can be yet, and reading it.
    private typealias Reading = (isReady: () -> Bool, take: () -> Void)

    /// Begins at some moment before all calms down.
    func inspectSometime() {
        let inspection = Inspection(seed: seed)
        later(Int64(inspection.random.below(Int(plan.horizon) * 1_000))) { [self] in inspect(inspection) }
    }

    func inspect(_ inspection: Inspection) {
        note("inspection begins")
        let places = Array(broker.steps.indices)
        let rules = rules(of: inspection)
        inspection.partitions = []
        inspection.compactionCount = compactionCount
        inspection.read = places.map { _ in 0 }
        perform(
            places.map { place in
                (
                    { [self] in broker.pendingOffsets[place] == 0 },
                    { [self] in
                        let committed = broker.committed[place].offsets
                        inspection.partitions.append(
                            PartitionAudit(partition: Int32(place), rules: rules, committed: committed)
                        )
                    }
                )
            },
            inspection
        ) { [self] in
            perform(places.map { checkpoints(of: $0, inspection) }, inspection) { [self] in
                perform(places.flatMap { others(of: $0, inspection) } + [outputs(inspection)], inspection) { [self] in
                    perform(places.map { tail(of: $0, inspection) }, inspection) { [self] in judge(inspection) }
                }
            }
        }
    }

    private func rules(of inspection: Inspection) -> AuditRules {
        AuditRules(
            topics: AuditRules.Topics(
                triggers: "triggers",
                steps: "steps",
                checkpoints: "checkpoints",
                dead: "dead",
                mail: "mail",
                outputs: [ScriptedJob.outputsTopic]
            ),
            partition: { [plan] in plan.partition(of: $0) },
            attempts: plan.rules.mapValues(\.attempts),
            pickupLimit: plan.pickupLimit,
            now: wall,
            doubles: Set(inspection.findings?.doubles.keys.map { $0 } ?? [])
        )
    }

    /// One after another, each when it can be read.
    private func perform(_ readings: [Reading], _ inspection: Inspection, then next: @escaping () -> Void) {
        guard let first = readings.first else {
            next()
            return
        }
        later(inspection.random.latency()) { [self] in
            guard first.isReady() else {
                perform(readings, inspection, then: next)
                return
            }
            first.take()
            perform(Array(readings.dropFirst()), inspection, then: next)
        }
    }

    /// What is below the end of now, once no transaction is open there.
    private func reading<Content>(
        _ path: KeyPath<Broker, PartitionLog<Content>>,
        from start: Int64 = 0,
        _ take: @escaping (_ offset: Int64, _ content: Content, _ appended: Milliseconds) -> Void
    ) -> Reading {
        let end = broker[keyPath: path].end
        return (
            { [self] in broker[keyPath: path].stableEnd >= end },
            { [self] in
                for (offset, content, time) in broker[keyPath: path].visible(from: start, upTo: end) {
                    take(offset, content, time)
                }
            }
        )
    }

    private func checkpoints(of place: Int, _ inspection: Inspection) -> Reading {
        inspection.read[place] = broker.checkpoints[place].end
        return reading(\.checkpoints[place]) { offset, content, _ in inspection.take(content, place, offset) }
    }

    private func tail(of place: Int, _ inspection: Inspection) -> Reading {
        inspection.partitions[place].stepsStart = broker.steps[place].start
        inspection.partitions[place].beginTail()
        return reading(\.checkpoints[place], from: inspection.read[place]) { offset, content, _ in
            inspection.take(content, place, offset)
        }
    }

    private func others(of place: Int, _ inspection: Inspection) -> [Reading] {
        [
            reading(\.steps[place]) { offset, content, time in
                guard case .step(let step) = content else { return }
                inspection.partitions[place].take(step: step.number, of: step.run.jobId, at: offset, time: time)
            },
            reading(\.dead[place]) { offset, content, _ in
                inspection.partitions[place].take(content.letter, key: content.key, at: offset)
            },
            reading(\.mail[place]) { offset, content, time in
                let row = content.mail.map { MailRecord.row(MailRow($0, offset: offset, appended: time)) }
                inspection.partitions[place].take(mail: row ?? .settled(content.key, offset: offset))
            },
            reading(\.triggers[place]) { [self] offset, content, time in
                let at = RecordPlace("triggers", Int32(place), offset)
                let next = inspection.partitions[place].committed[.triggers]
                guard case .start(let run) = content else {
                    inspection.partitions[place].take(trigger: nil, at: at, time: time, next: next)
                    return
                }
                inspection.partitions[Int(plan.partition(of: run.jobId))]
                    .take(trigger: run.jobId, at: at, time: time, next: next)
            },
        ]
    }

    private func outputs(_ inspection: Inspection) -> Reading {
        reading(\.outputs) { [self] offset, content, time in
            inspection.partitions[Int(plan.partition(of: content.origin.jobId))]
                .take(output: content.origin, of: 0, at: RecordPlace("outputs", 0, offset), time: time)
        }
    }

    private func judge(_ inspection: Inspection) {
        let findings = AuditVerdict(hasWholeOutputs: [true]).judge(&inspection.partitions)
        let unchecked = findings.unchecked.map { "\($0.key) \($0.value)" }.sorted().joined(separator: ", ")
        note("inspection ends: \(findings.runs), unchecked [\(unchecked)], \(findings.violations.count) found")
        var confirmed = findings
        if let first = inspection.findings {
            confirmed = findings.confirming(first)
        } else if !findings.isClean, !findings.doubles.isEmpty || compactionCount > inspection.compactionCount {
            inspection.findings = findings
            inspect(inspection)
            return
        }
        // Compaction alone needs the second reading: of a reading that it has not met nothing is forgiven.
        if let violation = confirmed.violations.first {
            auditor.found(
                "inspection: \(violation.kind) at \(violation.place): \(violation.jobId ?? "") \(violation.message)"
            )
        }
    }
}

extension Inspection {
    fileprivate func take(_ content: Broker.CheckpointContent, _ place: Int, _ offset: Int64) {
        if let checkpoint = content.checkpoint {
            partitions[place].take(checkpoint, at: offset)
        } else {
            partitions[place].take(expiryOf: content.jobId, at: offset)
        }
    }
}
