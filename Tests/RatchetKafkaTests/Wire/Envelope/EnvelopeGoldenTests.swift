import RatchetEngine
import Testing

@testable import RatchetKafka

/// The bytes of wire format 1.
///
/// A change here breaks readers: it needs a new version.
struct EnvelopeGoldenTests {
    private let facts =
        #"{"v":1,"seq":17,"attempt":2,"job":"historical-import","tenant":"acme","split":36,"sv":2,"priority":5,"#
        + #""created":1795485418624,"scheduled":1795485418700,"#
        + #""origin":{"kind":"trigger","at":"ratchet.triggers/3/1042"}"#
    private let status =
        #","status":"scheduled","phase":"retrying","due":1795485421000,"started":1795485419000,"#
        + #""updated":1795485420000,"pickups":1,"snoozes":3,"executor":"executor-7f3a","#
        + #""command":{"id":"c-1","at":1795485418999},"progress":{"done":420,"total":1000,"note":"page 42"},"#
        + #""published":{"contacts":3,"weather":26115},"#
        + #""error":{"type":"StoreError","message":"disk\n\"full\"","seq":17,"at":1795485419500}"#

    @Test func `a step`() {
        let encoded = Encoded(Samples.run, state: nil) { EnvelopeWriter.step(nextAfter: Samples.checkpoint, into: &$0) }
        #expect(encoded.header.text == facts + "}")
    }

    @Test func `step 0 of a run without anything optional`() {
        let encoded = Encoded(StepRecord(start: Samples.bareRun))
        #expect(
            encoded.header.text
                == #"{"v":1,"seq":0,"attempt":1,"job":"bare","split":2,"sv":1,"priority":0,"created":1,"scheduled":2,"#
                + #""origin":{"kind":"cli","at":"cli:alice"}}"#
        )
        #expect(encoded.value.text == #"{"parameters":{}}"#)
        #expect(encoded.traceparent == nil)
    }

    @Test func `a checkpoint`() throws {
        let encoded = Encoded(Samples.checkpoint)
        #expect(encoded.header.text == facts + status + "}")
        #expect(try encoded.checkpoint().published == Samples.checkpoint.published)
        #expect(
            encoded.value.text
                == #"{"parameters":{"file":"orders.csv","pageSize":100},"state":{"importing":{"nextRow":4200}}}"#
        )
    }

    @Test func `a new run's checkpoint without anything optional`() {
        let encoded = Encoded(Checkpoint(start: Samples.bareRun, at: 3, executor: "e"))
        #expect(
            encoded.header.text
                == #"{"v":1,"seq":0,"attempt":1,"job":"bare","split":2,"sv":1,"priority":0,"created":1,"scheduled":2,"#
                + #""origin":{"kind":"cli","at":"cli:alice"},"status":"pending","updated":3,"pickups":0,"executor":"e"}"#
        )
    }

    @Test func `the end of a run`() throws {
        var checkpoint = Checkpoint(start: Samples.bareRun, at: 3, executor: "e")
        checkpoint.started = 2
        checkpoint.standing = .over(.terminated, at: 3)
        let encoded = Encoded(checkpoint)
        #expect(
            encoded.header.text.hasSuffix(
                #""status":"terminated","started":2,"updated":3,"finished":3,"pickups":0,"executor":"e"}"#
            )
        )
        #expect(try encoded.checkpoint().standing == checkpoint.standing)
    }

    @Test func `a dead letter: the run as it stands, and which step failed`() {
        let encoded = Encoded(Samples.checkpoint, .timedOut, failed: StepNumber(seq: 16, attempt: 1), isFinal: false)
        let failed = facts.replacing(#""seq":17,"attempt":2"#, with: #""seq":16,"attempt":1"#)
        #expect(encoded.header.text == failed + status + #","reason":"timedOut","final":false}"#)
    }

    @Test func `the words of enumerations`() {
        #expect(
            Checkpoint.Status.allCases.map(\.rawValue)
                == ["pending", "scheduled", "running", "complete", "error", "terminated"]
        )
        #expect(
            Checkpoint.Phase.allCases.map(\.rawValue)
                == ["queued", "sleeping", "retrying", "paused", "blocked", "interrupted", "suspect", "skipped"]
        )
        #expect(
            DeadLetter.Reason.allCases.map(\.rawValue)
                == [
                    "failed", "timedOut", "crashed", "oversize", "undecodable", "unknownJob", "rejected", "unknownRun",
                    "mailboxFull",
                ]
        )
    }

    @Test func `a completed run keeps its parameters, and its state only if it was kept`() throws {
        var checkpoint = Samples.checkpoint
        checkpoint.standing = .over(.complete, at: 3)
        checkpoint.state = nil
        let encoded = Encoded(checkpoint)
        #expect(encoded.value.text == #"{"parameters":{"file":"orders.csv","pageSize":100}}"#)
        #expect(try encoded.checkpoint().state == nil)
        #expect(try encoded.checkpoint().run.parameters == Samples.run.parameters)
    }
}
