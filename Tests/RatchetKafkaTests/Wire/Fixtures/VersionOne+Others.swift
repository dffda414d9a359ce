import RatchetEngine

extension VersionOne {
    static let commands: [String: Command] = [
        "terminate": command("c-7f3a"),
        "terminate, with a reason": command("c-7f3a", reason: "wrong file"),
        "terminate, passed on": command("c-7f3a", reason: "wrong file"),
        "odd": command("A.b_c:d/e@f-9", by: oddText, sent: .min, reason: oddText),
    ]

    /// With the prefix of the deployment.
    static let published: [String: (prefix: String, origin: OutputOrigin)] = [
        "counted": ("ratchet.", OutputOrigin(jobId: "import-2026-11-24", seq: 17, number: 1042)),
        "not counted": ("ratchet.", OutputOrigin(jobId: "import-2026-11-24", seq: 0, number: nil)),
        "odd": (oddText, OutputOrigin(jobId: oddText, seq: .max, number: .max)),
    ]

    private static func command(
        _ id: String,
        by: String = "cli:alice",
        sent: Milliseconds = created,
        reason: String? = nil
    ) -> Command {
        Command(
            id: id,
            jobId: "import-2026-11-24",
            kind: .terminate,
            by: by,
            sent: sent,
            reason: reason
        )
    }
}
