import RatchetEngine

extension VersionOne {
    /// Of runs: the number is that of the step that failed.
    static let letters: [String: DeadLetter] = [
        "failed, a retry is due": letter("scheduled, retrying", attempt: 1, .failed, final: false),
        "failed, begun anew from the start": letter("scheduled, retrying", seq: 16, attempt: 1, .failed, final: false),
        "failed": letter("error", attempt: 2, .failed, final: true),
        "timed out": letter("scheduled, retrying", attempt: 1, .timedOut, final: false),
        "crashed": letter("error", attempt: 2, .crashed, final: true),
        "oversize": letter("error", attempt: 2, .oversize, final: true),
        "odd": letter("odd", seq: 0, attempt: 1, .undecodable, final: true),
    ].compactMapValues { $0 }

    static let refused: [String: Rejection] = [
        "a trigger": rejection(.rejected, "`job` is missing", bytes: #"{"id":"x"}"#),
        "a trigger of an unknown job": rejection(.unknownJob, "there is no job `impört`", bytes: #"{"job":"impört"}"#),
        "a step": rejection(.undecodable, "header `ratchet` is missing", topic: "ratchet.steps", bytes: ""),
        "no value": rejection(.rejected, "the value is missing", bytes: nil),
        "headers": rejection(
            .rejected,
            "two \"subjects\"",
            bytes: "{}",
            headers: [
                header("ce_subject", "a"), header("ce_subject", "b"), header("ratchet", "{}"),
                header("traceparent", ""),
                header("original.x", "é漢🦀"), Rejection.Header(name: "null", value: nil),
                Rejection.Header(name: "bytes", value: [0xFF, 0x00]),
            ]
        ),
        "bytes": Rejection(
            key: "ratchet.triggers/0/0",
            reason: .rejected,
            message: "not JSON: a value expected, something else found at byte 0",
            place: "ratchet.triggers/0/0",
            at: created,
            bytes: [0xFF, 0x00, 0x7B],
            headers: []
        ),
    ]

    /// From the program on that kept the keys.
    static let refusedWithKeys: [String: Rejection] = [
        "a command for a run that never came": refusedCommand(
            .unknownRun,
            "no run import-2026-11-24 has come for 3600 s: check the id, and send it again"
        ),
        "a command of many": refusedCommand(.mailboxFull, "its run has 1000 other commands"),
        "an odd key": refusedCommand(
            .rejected,
            "`id` is missing",
            key: "a\"b\\c/d\u{0}\u{1F}é漢🦀",
            bytes: "{}"
        ),
    ]

    private static func refusedCommand(
        _ reason: DeadLetter.Reason,
        _ message: String,
        key: String = "import-2026-11-24",
        bytes: String = commandText
    ) -> Rejection {
        Rejection(
            key: "ratchet.commands/3/17",
            reason: reason,
            message: message,
            place: "ratchet.commands/3/17",
            originalKey: key,
            at: created,
            bytes: Array(bytes.utf8),
            headers: []
        )
    }

    private static func letter(
        _ name: String,
        seq: Int = 17,
        attempt: Int,
        _ reason: DeadLetter.Reason,
        final: Bool
    ) -> DeadLetter? {
        guard var checkpoint = checkpoints[name] else { return nil }
        checkpoint.number = StepNumber(seq: seq, attempt: attempt)
        return .run(checkpoint, reason, final: final)
    }

    private static func rejection(
        _ reason: DeadLetter.Reason,
        _ message: String,
        topic: String = "ratchet.triggers",
        bytes: String?,
        headers: [Rejection.Header] = []
    ) -> Rejection {
        Rejection(
            key: "\(topic)/3/1042",
            reason: reason,
            message: message,
            place: "\(topic)/3/1042",
            at: created,
            bytes: bytes.map { Array($0.utf8) },
            headers: headers
        )
    }

    private static func header(_ name: String, _ value: String) -> Rejection.Header {
        Rejection.Header(name: name, value: Array(value.utf8))
    }
}
