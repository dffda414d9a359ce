import Testing

@testable import RatchetEngine

/// What looks odd and is as it should be: the audit must not cry wolf.
@Suite struct LegitimateTests {
    private func check(
        _ unchecked: [Unchecked: Int] = [:],
        outputsAreWhole: Bool = true,
        committed: [Inbox: Int64] = [.steps: .max, .triggers: .max],
        _ write: (inout HandLog) -> Void,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        var log = HandLog(committed: committed)
        write(&log)
        let findings = log.findings(outputsAreWhole: outputsAreWhole)
        #expect(findings.violations.isEmpty, sourceLocation: sourceLocation)
        #expect(findings.unchecked == unchecked, sourceLocation: sourceLocation)
    }

    // MARK: Histories

    @Test func `compaction leaves the last checkpoints of a run`() {
        check([.compactedHistories: 1]) { log in
            log.checkpoint("r", 7, pickups: 2)
            log.checkpoint("r", 8)
            log.step("r", 8)
        }
    }

    @Test func `a run fails, waits, is retried, handed out again and taken back`() {
        check { log in
            log.checkpoint("r", 0, pickups: 1)
            log.checkpoint("r", 1)
            log.checkpoint("r", 1, 2, .scheduled, due: 5, phase: .retrying)
            log.checkpoint("r", 1, 2, pickups: 1)
            log.checkpoint("r", 1, 2, pickups: 2, phase: .suspect)
            log.checkpoint("r", 1, 2, pickups: 1, phase: .interrupted)
            log.checkpoint("r", 2, 2)
            log.checkpoint("r", 2, 2, .error)
            for number in [(0, 1), (1, 1), (1, 2), (2, 2)] { log.step("r", number.0, number.1) }
            log.letter("r", 1, 1, final: false)
            log.settle("r")
            log.letter("r", 2, 2, final: true)
        }
    }

    @Test func `a name is used again after its retention`() {
        check { log in
            log.completeRun("r")
            log.expiry("r")
            log.checkpoint("r", 0, pickups: 1)
            log.step("r", 0)
        }
    }

    @Test func `retries of a job of another program are not judged by their number`() {
        check([.unknownPolicies: 1]) { log in
            log.checkpoint("r", 0, pickups: 1, job: "other")
            for attempt in 2...9 {
                log.checkpoint("r", 0, attempt, .scheduled, due: .max, phase: .retrying, job: "other")
            }
            log.letter("r", 0, 8, final: false)
        }
    }

    @Test func `after a record that cannot be read a history begins anew`() {
        var log = HandLog()
        log.checkpoint("r", 0, pickups: 1)
        log.audit.take(unreadable: RecordPlace("c", 0, 9), "r", "newer", isNewer: true)
        log.checkpoint("r", 5)
        log.step("r", 5)
        #expect(log.violations().isEmpty)
        #expect(log.findings().unchecked == [.newerRecords: 1, .compactedHistories: 1])
    }

    // MARK: Steps

    @Test func `a run that is triggered often has as many starts`() {
        check { log in
            log.step("r", 0)
            log.step("r", 0)
            log.completeRun("r")
            log.step("r", 0)
            for _ in 0..<4 { log.trigger("r") }
        }
    }

    @Test func `a step that waited is published again by the next owner`() {
        check([.compactedHistories: 1]) { log in
            log.checkpoint("r", 1)
            log.checkpoint("r", 2)
            log.checkpoint("r", 2, pickups: 1)
            log.checkpoint("r", 2, 1, .scheduled, due: 5, phase: .sleeping)
            log.checkpoint("r", 2, pickups: 1)
            log.checkpoint("r", 2, pickups: 2, phase: .suspect)
            for seq in [1, 2, 2] { log.step("r", seq) }
        }
        // Once for each wait, and no more.
        var log = HandLog()
        log.checkpoint("r", 1)
        log.checkpoint("r", 2)
        log.checkpoint("r", 2, 1, .scheduled, due: 5, phase: .sleeping)
        log.checkpoint("r", 2, pickups: 1)
        for seq in [1, 2, 2, 2] { log.step("r", seq) }
        #expect(log.violations() == ["twoLiveSteps@s/0/3 r"])
    }

    @Test func `repeated steps of a compacted history are not judged`() {
        check([.compactedHistories: 1, .repeatedSteps: 1]) { log in
            log.checkpoint("r", 7)
            for seq in [5, 6, 6, 7] { log.step("r", seq) }
        }
    }

    @Test func `blocked and waiting runs need no step`() {
        check { log in
            log.checkpoint("waits", 0, 1, .scheduled, due: 5, phase: .sleeping)
            log.checkpoint("blocked", 0, 1, .pending, phase: .blocked)
        }
        var log = HandLog()
        log.checkpoint("waits", 0, 1, .scheduled, due: 5, phase: .sleeping)
        log.checkpoint("late", 0, 1, .scheduled, due: .max, phase: .sleeping)
        #expect(log.findings().runs.waiting == 2)
        #expect(log.findings().runs.overdue == 1)
    }

    @Test func `retention takes old steps`() {
        check([.deletedSteps: 1, .compactedHistories: 2]) { log in
            log.audit.stepsStart = 4
            log.checkpoint("old", 2, updated: 5 * HandLog.day)
            log.checkpoint("old", 3, updated: 6 * HandLog.day)
            log.checkpoint("fine", 6)
            log.step("fine", 6, time: 10 * HandLog.day)
        }
        var log = HandLog()
        log.audit.stepsStart = 4
        log.checkpoint("young", 2, updated: 20 * HandLog.day)
        log.checkpoint("young", 3, updated: 20 * HandLog.day)
        log.step("fine", 0, time: 10 * HandLog.day)
        log.checkpoint("fine", 0, pickups: 1)
        #expect(log.violations() == ["lost@c/0/1 young"])
    }

    // MARK: Runs that move

    @Test func `a run that moves on while it is read is no picture of itself`() {
        check([.movingRuns: 2]) { log in
            log.checkpoint("r", 0, pickups: 1)
            log.checkpoint("q", 0, pickups: 1)
            for seq in 0...2 { log.step("r", seq) }
            // q has failed and been retried; its letter is there, its checkpoint not yet read.
            log.step("q", 0)
            log.letter("q", 0, final: false)
            log.trigger("q")
            log.output("r", 1, seq: 1)
            log.audit.beginTail()
            log.checkpoint("r", 1)
            log.checkpoint("r", 2, published: 1)
            log.checkpoint("r", 3, published: 1)
            log.checkpoint("q", 0, 2, .scheduled, due: 5, phase: .retrying)
            log.checkpoint("q", 0, 2, pickups: 1)
        }
    }

    @Test func `a run that stands still is judged`() {
        var log = HandLog()
        log.checkpoint("r", 0, pickups: 1)
        log.checkpoint("r", 1)
        log.step("r", 0)
        log.audit.beginTail()
        #expect(log.violations() == ["lost@c/0/1 r"])
        log.checkpoint("r", 2)
        #expect(log.violations().isEmpty)
    }

    // MARK: Letters and inboxes

    @Test func `letters may have been settled by hand`() {
        check([.oldLetters: 1, .compactedHistories: 2]) { log in
            log.checkpoint("old", 4, 1, .error, updated: HandLog.now - HandLog.day)
            log.checkpoint("settled", 4, 1, .error)
            log.settle("settled")
        }
    }

    @Test func `letters outlive the checkpoints of their runs`() {
        check { log in
            log.letter("old", 4, final: true, updated: HandLog.now - 20 * HandLog.day)
            log.expiry("expired")
            log.letter("expired", 4, final: true)
        }
    }

    @Test func `what the group has not read yet waits`() {
        var log = HandLog(committed: [.steps: 0, .triggers: 0])
        log.step("r", 0)
        log.trigger("q")
        #expect(log.violations().isEmpty)
        #expect(log.findings().runs.starting == 1)
        #expect(log.findings().waitingTriggers == 1)
    }

    @Test func `a group that has committed nothing is not judged`() {
        check([.unreadPartitions: 4], committed: [:]) { log in
            log.step("r", 0)
            log.trigger("q")
        }
    }

    @Test func `refused triggers, old ones, and those of runs elsewhere`() {
        check([.oldTriggers: 1]) { log in
            log.refuse("t/0/0")
            log.trigger(nil)
            log.refuse("t/0/1")
            log.trigger("away")
            log.trigger("long-ago", time: HandLog.now - HandLog.day)
            log.expiry("expired")
            log.trigger("expired")
        }
    }

    // MARK: Mail

    @Test func `mail rests for a run that may still come`() {
        check { log in
            log.mail("r", appended: HandLog.now - HandLog.day)
            log.keepOwner(until: HandLog.now)
        }
    }

    @Test func `mail is settled`() {
        check { log in
            log.mail("r", appended: HandLog.now - 2 * HandLog.day)
            log.settleMail("r")
            log.keepOwner(until: HandLog.now)
        }
    }

    @Test func `mail rests while there is no executor`() {
        check { log in
            log.mail("r", appended: HandLog.now - 5 * HandLog.day)
            log.keepOwner(until: HandLog.now - 4 * HandLog.day)
            // Those that have just come back have their patience before them.
            log.completeRun("r-1", updated: HandLog.now - 1)
            log.completeRun("r-2")
        }
    }

    @Test func `mail rests for a run whose checkpoint cannot be read`() {
        check([.newerRecords: 1]) { log in
            log.audit.take(unreadable: RecordPlace("c", 0, 0), "r", "newer", isNewer: true)
            log.mail("r", appended: HandLog.now - 2 * HandLog.day)
            log.keepOwner(until: HandLog.now)
        }
    }

    @Test func `mail that rests is counted`() {
        var log = HandLog()
        for id in ["a", "b", "b", "c"] { log.mail("r", id) }
        log.settleMail("r", "c")
        #expect(log.findings().restingMail == 2)
    }

    // MARK: Records of a newer program

    @Test func `a run whose first step only a newer program can read waits for that one`() {
        check([.newerRecords: 1]) { log in
            log.trigger("r")
            log.audit.take(unreadable: RecordPlace("s", 0, 0), "r", "newer", isNewer: true)
            log.mail("r", appended: HandLog.now - 2 * HandLog.day)
            log.keepOwner(until: HandLog.now)
        }
    }

    @Test func `a step that only a newer program can read is not missed`() {
        check([.newerRecords: 1]) { log in
            log.checkpoint("r", 0, pickups: 1)
            log.step("r", 0)
            log.checkpoint("r", 1)
            log.audit.take(unreadable: RecordPlace("s", 0, 1), "r", "newer", isNewer: true)
        }
    }

    @Test func `a dead letter that only a newer program can read is not missed`() {
        check([.newerRecords: 1]) { log in
            log.checkpoint("r", 0, 1, .error)
            log.audit.take(unreadable: RecordPlace("d", 0, 0), "r", "newer", isNewer: true)
        }
    }

    // MARK: Outputs

    @Test func `outputs of whom nothing is known any more`() {
        check([.expiredOutputs: 3, .unnumberedOutputs: 1]) { log in
            log.expiry("expired")
            log.output("expired", 1, seq: 0)
            log.output("forgotten", 1, seq: 0, time: HandLog.now - 20 * HandLog.day)
            log.completeRun("r", published: 1)
            log.output("r", 1, seq: 0)
            log.output("r", nil, seq: 0)
            // Of an earlier run of that name.
            log.output("r", 1, seq: 0, time: -2 * HandLog.day)
        }
    }

    @Test func `what is missing in a topic that deletes is not judged`() {
        check([.deletedOutputs: 1], outputsAreWhole: false) { log in
            log.completeRun("r", published: 3)
            log.output("r", 2, seq: 1)
        }
    }

    @Test func `missing outputs are named`() throws {
        var log = HandLog()
        log.completeRun("r", published: 200)
        for number in 1...200 where !(63...66).contains(number) && number != 130 { log.output("r", number, seq: 1) }
        let violation = try #require(log.findings().violations.first)
        #expect(violation.message == "5 of the run's 200 records are not in o: 63 to 66, 130")
    }

    // MARK: Two readings

    @Test func `only what a second reading finds too counts`() {
        var first = HandLog()
        first.step("r", 3)
        first.checkpoint("q", 4)
        first.checkpoint("q", 6)
        first.step("q", 6)
        var second = HandLog()
        second.step("r", 3)
        second.checkpoint("q", 6)
        second.step("q", 6)
        let findings = second.findings().confirming(first.findings())
        #expect(findings.violations.map(\.kind) == [.withoutCheckpoint])
        #expect(findings.unconfirmed.map(\.kind) == [.gap])
    }
}
