import Ratchet
import RatchetEngine

/// What the records in `Fixtures/v1` say, by the name of their line.
///
/// The files were written by the first program that wrote version 1 and never change: what is added gets a file of its
/// own. Only the Swift side of them may.
enum VersionOne {
    static let created: Milliseconds = 1_795_485_418_624

    static func run(
        _ jobId: String = "import-2026-11-24",
        job: String = "historical-import",
        tenant: String? = "acme",
        priority: Int = 5,
        scheduled: Milliseconds = created,
        origin: Origin = Origin(kind: .trigger, at: "ratchet.triggers/3/1042"),
        traceparent: String? = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        parameters: String = #"{"file":"orders.csv","pageSize":100}"#
    ) -> RunFacts {
        RunFacts(
            jobId: jobId,
            job: job,
            tenant: tenant,
            priority: priority,
            created: created,
            scheduled: scheduled,
            origin: origin,
            traceparent: traceparent,
            parameters: Array(parameters.utf8)
        )
    }

    static let bareRun = run(
        "bare",
        job: "bare",
        tenant: nil,
        priority: 0,
        origin: Origin(kind: .cli, at: "cli:alice"),
        traceparent: nil,
        parameters: "{}"
    )

    static let oddText = "a\"b\\c/d\u{0}\u{1}\u{8}\t\n\u{C}\r\u{1F}\u{7F}\u{80}é漢🦀\u{2028}e\u{301}"

    static let oddRun = run(
        "A.b_c:d/e@f-9",
        job: "ünïcode \"job\"",
        tenant: oddText,
        priority: 9,
        scheduled: created + 86_400_000,
        origin: Origin(kind: .job, at: oddText),
        traceparent: "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        parameters: "{ \"\\u0061\" : [1e400, -0.0, \"}\\\"\\ud83e\\udd80\"],\n\"é漢🦀\":{\"state\":null} }"
    )
}
