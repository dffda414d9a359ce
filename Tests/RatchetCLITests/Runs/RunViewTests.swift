import RatchetEngine
import RatchetKafka
import Testing

@testable import RatchetCLI

@Suite struct RunViewTests {
    static func session(_ out: Text, _ err: Text = Text()) -> Session {
        let terminal = Terminal(out: TextStream { out.append($0) }, err: TextStream { err.append($0) })
        return Session(jobs: .init(), program: "acme", environment: [:], terminal: terminal)
    }

    static var table: CheckpointTable {
        var table = CheckpointTable()
        table.apply(.checkpoint(Samples.checkpoint("old", .complete, created: 1000)))
        table.apply(.checkpoint(Samples.checkpoint("gone", .complete, created: 1500)))
        table.apply(.checkpoint(Samples.checkpoint("new", .running, tenant: "acme", created: 2000)))
        table.apply(.checkpoint(Samples.checkpoint("bad", .error, created: 1800)))
        table.apply(.expired(jobId: "gone"))
        table.apply(.unreadable(place: "ratchet.checkpoints/1/5", message: "not JSON"))
        return table
    }

    @Test func listsOneObjectALine() throws {
        let out = Text()
        let list = RunList(session: Self.session(out), isJSON: true, filter: .init(), limit: nil)
        _ = list.write(Self.table)
        let lines = out.value.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(
            lines[0] == #"{"jobId":"new","job":"import","tenant":"acme","status":"running","seq":3,"attempt":1,"#
                + #""priority":5,"created":2000,"scheduled":2000,"started":2100,"updated":2500,"#
                + #""progress":{"done":5,"total":10},"executor":"host-1","pickups":0,"#
                + #""origin":{"kind":"trigger","at":"ratchet.triggers/0/7"}}"#
        )
    }

    @Test func listsRowsAndSaysWhatIsLeftOut() throws {
        let out = Text()
        let err = Text()
        let list = RunList(session: Self.session(out, err), isJSON: false, filter: .init(), limit: 2)
        _ = list.write(Self.table)
        let lines = out.value.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines[0].hasPrefix("JOB ID  JOB     TENANT  STATUS   STEP  PROGRESS  UPDATED"))
        #expect(lines[1].hasPrefix("new     import  acme    running  3     5/10"))
        #expect(lines[2].hasPrefix("bad     import  -       error"))
        #expect(err.value == "1 more.\nwarning: ratchet.checkpoints/1/5 cannot be read: not JSON\n")
    }

    @Test func whatWasPublishedIsShown() {
        var checkpoint = Samples.checkpoint("r", .running)
        checkpoint.published = Published(["invoices": 3, "contacts": 1000])
        let text = checkpoint.json(withContent: false).text
        #expect(text.contains(#""progress":{"done":5,"total":10},"published":{"contacts":1000,"invoices":3},"#))
        let details = RunDetails(checkpoint: checkpoint, letter: nil, now: 3000)
        let lines = details.lines(for: TextStream { _ in })
        #expect(lines.contains("published   1000 to contacts, 3 to invoices"))
    }

    @Test func filtersByStatusJobAndTenant() {
        func ids(_ filter: CheckpointTable.Filter) -> [String] { Self.table.runs(filter).map(\.run.jobId) }
        #expect(ids(.init()) == ["new", "bad", "old"])
        #expect(ids(.init(statuses: [.error, .complete])) == ["bad", "old"])
        #expect(ids(.init(tenant: "acme")) == ["new"])
        #expect(ids(.init(job: "other")).isEmpty)
    }

    @Test func endsByWhatBecameOfTheRun() throws {
        let out = Text()
        let ending = RunEnding(session: Self.session(out), isJSON: false, jobId: "r")
        try ending.write(.checkpoint(Samples.checkpoint("r", .complete, state: #"{"n":1}"#)))
        #expect(out.value == "r: complete, 3 steps after 400 ms\n{\"n\":1}\n")
        for status in [Checkpoint.Status.error, .terminated] {
            let failure = #expect(throws: CommandFailure.self) {
                try ending.write(.checkpoint(Samples.checkpoint("r", status)))
            }
            #expect(failure?.code == .failed)
        }
    }

    @Test func showsEverything() {
        let checkpoint = Samples.checkpoint("r", .error, state: #"{"n":1}"#)
        let details = RunDetails(checkpoint: checkpoint, letter: .run(checkpoint, .failed, final: true), now: 3000)
        let lines = details.lines(for: TextStream { _ in })
        for line in [
            "job id      r", "status      error", "step        3, attempt 1", "progress    5/10",
            "error       StoreError in step 3: full", #"parameters  {"file":"a.csv"}"#, #"state       {"n":1}"#,
            "dead letter failed at step 3, attempt 1, given up", "created     1970-01-01T00:00:01.000Z (2.0 s ago)",
        ] {
            #expect(lines.contains(line), "\(line)")
        }
        let json = checkpoint.json(withContent: true).text
        #expect(json.contains(#""error":{"type":"StoreError","message":"full","seq":3,"at":1500}"#))
        #expect(json.hasSuffix(#""parameters":{"file":"a.csv"},"stateVersion":1,"state":{"n":1}}"#))
    }
}
