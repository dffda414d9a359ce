import Ratchet
import RatchetEngine
import Testing

@testable import RatchetKafka

struct ActivityWriterTests {
    private func written(_ body: (inout ByteWriter) -> Void) -> String {
        var writer = ByteWriter()
        body(&writer)
        return writer.bytes.text
    }

    @Test func `a notification`() {
        let notification = Notification(
            level: .success,
            activity: "Integration",
            title: "Import",
            summary: "Imported 3 rows",
            details: "a \"b\""
        )
        #expect(
            written { NotificationWriter.value(notification, of: Samples.run, seq: 17, at: 9, into: &$0) }
                == #"{"jobId":"import-2026-11-24","job":"historical-import","tenant":"acme","seq":17,"level":"success","#
                + #""activity":"Integration","title":"Import","summary":"Imported 3 rows","details":"a \"b\"","at":9}"#
        )
    }

    @Test func `a notification without tenant and details`() {
        let notification = Notification(level: .info, activity: "A", title: "B", summary: "C", details: nil)
        #expect(
            written { NotificationWriter.value(notification, of: Samples.bareRun, seq: 0, at: 9, into: &$0) }
                == #"{"jobId":"bare","job":"bare","seq":0,"level":"info","activity":"A","title":"B","summary":"C","at":9}"#
        )
    }

    @Test func `a log line, its metadata in order`() {
        #expect(
            written {
                ActivityWriter.log(
                    .warning,
                    "slow\n",
                    metadata: ["b": "2", "a": "1"],
                    jobId: "j",
                    seq: 3,
                    at: 9,
                    into: &$0
                )
            }
                == #"{"jobId":"j","seq":3,"kind":"log","level":"warning","message":"slow\n","#
                + #""metadata":{"a":"1","b":"2"},"at":9}"#
        )
        #expect(
            written { ActivityWriter.log(.info, "m", metadata: [:], jobId: "j", seq: 3, at: 9, into: &$0) }
                == #"{"jobId":"j","seq":3,"kind":"log","level":"info","message":"m","at":9}"#
        )
    }

    @Test func `progress`() {
        let progress = Progress(done: 420, total: 1000, note: "page 42")
        #expect(
            written { ActivityWriter.progress(progress, jobId: "j", seq: 3, at: 9, into: &$0) }
                == #"{"jobId":"j","seq":3,"kind":"progress","message":"page 42","#
                + #""progress":{"done":420,"total":1000,"note":"page 42"},"at":9}"#
        )
    }
}
