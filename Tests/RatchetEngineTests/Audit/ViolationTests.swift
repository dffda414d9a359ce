import Testing

@testable import RatchetEngine

/// A violation of each kind, planted among runs that are as they should be.
@Suite struct ViolationTests {
    struct Planted: Sendable, CustomTestStringConvertible {
        let kind: Violation.Kind
        /// `place run`, where it must be seen.
        let evidence: String
        let plant: @Sendable (inout HandLog) -> Void

        var testDescription: String { "\(kind.rawValue) at \(evidence)" }

        init(_ kind: Violation.Kind, _ evidence: String, _ plant: @escaping @Sendable (inout HandLog) -> Void) {
            self.kind = kind
            self.evidence = evidence
            self.plant = plant
        }
    }

    @Test(arguments: planted) func `is seen at its place, alone`(planted: Planted) {
        func read(doubles: Set<OutputDouble> = []) -> AuditFindings {
            var log = HandLog(doubles: doubles)
            planted.plant(&log)
            log.completeRun("fine")
            return log.findings()
        }
        let first = read()
        #expect(!first.isClean)
        let findings = read(doubles: Set(first.doubles.keys)).confirming(first)
        #expect(findings.unconfirmed.isEmpty)
        #expect(findings.violations.map(\.evidence) == ["\(planted.kind.rawValue)@\(planted.evidence)"])
    }

    @Test func `every kind is planted`() {
        let kinds = Set(Self.planted.map(\.kind))
        #expect(kinds == Set(Violation.Kind.allCases))
    }

    static let planted: [Planted] = checkpoints + steps + letters + inboxes + mail + outputs

    private static let checkpoints = [
        Planted(.unreadable, "c/0/7 r") { log in
            let place = RecordPlace("c", 0, 7)
            log.audit.take(unreadable: place, "r", "not JSON", isNewer: false)
        },
        Planted(.wrongPartition, "c/0/0 away") { $0.checkpoint("away", 0, pickups: 1) },
        Planted(.gap, "c/0/1 r") { log in
            log.checkpoint("r", 4)
            log.checkpoint("r", 6)
            log.step("r", 6)
        },
        Planted(.gap, "c/0/1 r") { log in
            log.checkpoint("r", 4)
            log.checkpoint("r", 4, 3, .scheduled, due: .max, phase: .retrying, job: "unknown")
            log.letter("r", 4, 2, final: false)
        },
        Planted(.committedTwice, "c/0/2 r") { log in
            log.checkpoint("r", 4)
            log.checkpoint("r", 5)
            log.checkpoint("r", 5)
            log.step("r", 5)
        },
        Planted(.committedTwice, "c/0/2 r") { log in
            log.checkpoint("r", 4)
            log.checkpoint("r", 5)
            log.checkpoint("r", 4)
            log.step("r", 4)
        },
        Planted(.afterEnd, "c/0/2 r") { log in
            log.checkpoint("r", 4)
            log.checkpoint("r", 4, 1, .complete)
            log.checkpoint("r", 5)
            log.step("r", 5)
        },
        Planted(.notHandedOut, "c/0/1 r") { log in
            log.checkpoint("r", 0, 1, .scheduled, due: 5, phase: .sleeping)
            log.checkpoint("r", 1)
            log.step("r", 1)
        },
        Planted(.notHandedOut, "c/0/1 r") { log in
            log.checkpoint("r", 3, phase: .blocked)
            log.checkpoint("r", 3, 1, .complete)
        },
        Planted(.retriedAtOnce, "c/0/1 r") { log in
            log.checkpoint("r", 4, pickups: 1)
            log.checkpoint("r", 4, 2, pickups: 1)
            log.step("r", 4, 2)
        },
        Planted(.tooManyAttempts, "c/0/2 r") { log in
            log.checkpoint("r", 4, 1, pickups: 1)
            log.checkpoint("r", 4, 2, .scheduled, due: 5, phase: .retrying)
            log.checkpoint("r", 4, 3, .scheduled, due: .max, phase: .retrying)
            log.letter("r", 4, 2, final: false)
        },
        Planted(.tooManyPickups, "c/0/1 r") { log in
            log.checkpoint("r", 4, pickups: 3)
            log.checkpoint("r", 4, pickups: 4)
            log.step("r", 4)
        },
        Planted(.forgotten, "c/0/1 r") { log in
            log.checkpoint("r", 4)
            log.expiry("r")
        },
        Planted(.gap, "c/0/2 r") { log in
            log.checkpoint("r", 4, 1, .complete)
            log.expiry("r")
            log.checkpoint("r", 4)
            log.step("r", 4)
        },
    ]

    private static let steps = [
        Planted(.withoutCheckpoint, "s/0/0 r") { $0.step("r", 3) },
        Planted(.wrongPartition, "s/0/0 away") { $0.step("away", 3) },
        Planted(.aheadOfCheckpoint, "s/0/1 r") { log in
            log.checkpoint("r", 3)
            log.step("r", 3)
            log.step("r", 4)
        },
        Planted(.aheadOfCheckpoint, "s/0/1 fine-too") { log in
            log.checkpoint("fine-too", 3, 1, .complete)
            log.step("fine-too", 3)
            log.step("fine-too", 3, 2)
        },
        Planted(.twoLiveSteps, "s/0/2 r") { log in
            log.checkpoint("r", 2)
            log.checkpoint("r", 3)
            log.step("r", 2)
            log.step("r", 3)
            log.step("r", 3)
        },
        Planted(.twoLiveSteps, "s/0/2 r") { log in
            log.checkpoint("r", 2)
            log.checkpoint("r", 3)
            log.step("r", 2)
            log.step("r", 3)
            log.step("r", 2)
        },
        Planted(.lost, "c/0/1 r") { log in
            log.checkpoint("r", 2)
            log.checkpoint("r", 3)
            log.step("r", 2)
        },
    ]

    private static let letters = [
        Planted(.letterMissing, "c/0/0 r") { $0.checkpoint("r", 4, 1, .error) },
        Planted(.letterMissing, "c/0/0 r") { log in
            log.checkpoint("r", 4, 2, .error)
            log.letter("r", 4, 1, final: false)
        },
        Planted(.letterMissing, "c/0/0 r") { log in
            log.checkpoint("r", 4, 2, .scheduled, due: .max, phase: .retrying)
        },
        Planted(.letterLeft, "d/0/0 r") { log in
            log.checkpoint("r", 4, 1, .complete)
            log.letter("r", 4, 1, final: false)
        },
        Planted(.letterWithoutCheckpoint, "d/0/0 r") { $0.letter("r", 4, final: true) },
        Planted(.wrongPartition, "d/0/0 away") { $0.letter("away", 4, final: true) },
        Planted(.wrongPartition, "d/0/0 -") { $0.refuse("t/1/17") },
    ]

    private static let inboxes = [
        Planted(.startLost, "s/0/0 r") { $0.step("r", 0) },
        Planted(.triggerLost, "t/0/0 r") { $0.trigger("r") },
        Planted(.triggerLost, "t/0/0 away") { $0.trigger("away") },
        Planted(.triggerLost, "t/0/0 -") { $0.trigger(nil) },
    ]

    private static let mail = [
        Planted(.wrongPartition, "m/0/0 away") { $0.mail("away") },
        Planted(.wrongPartition, "m/0/0 away") { $0.settleMail("away") },
        Planted(.mailLeft, "m/0/0 r") { log in
            log.mail("r", appended: HandLog.now - 2 * HandLog.day)
            log.keepOwner(until: HandLog.now)
        },
        Planted(.mailLeft, "m/0/1 r") { log in
            log.mail("other", appended: HandLog.now - 2 * HandLog.day)
            log.mail("r", appended: HandLog.now - 2 * HandLog.day)
            log.settleMail("other")
            log.checkpoint("r", 3, 1, .complete)
            log.keepOwner(until: HandLog.now)
        },
    ]

    private static let outputs = [
        Planted(.outputTwice, "o/0/1 r") { log in
            log.completeRun("r", published: 1)
            log.output("r", 1, seq: 0)
            log.output("r", 1, seq: 0)
        },
        Planted(.outputMissing, "c/0/2 r") { log in
            log.completeRun("r", published: 3)
            log.output("r", 1, seq: 0)
            log.output("r", 3, seq: 1)
        },
        Planted(.outputWithoutStep, "o/0/1 r") { log in
            log.completeRun("r", published: 1)
            log.output("r", 1, seq: 0)
            log.output("r", 2, seq: 1)
        },
        Planted(.outputWithoutStep, "o/0/0 r") { log in
            log.checkpoint("r", 3, published: 1)
            log.step("r", 3)
            log.output("r", 1, seq: 3)
            // The number is then missing, which is another story.
            log.output("r", 1, seq: 2)
        },
        Planted(.outputWithoutStep, "o/0/0 r") { log in
            log.completeRun("r")
            log.output("r", 1, seq: 0)
        },
        Planted(.outputWithoutStep, "o/0/0 nobody") { $0.output("nobody", 1, seq: 0) },
    ]
}
