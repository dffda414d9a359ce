import RatchetEngine

extension VersionOne {
    static let commands: [String: Command] = [
        "terminate": command("c-7f3a"),
        "terminate, with a reason": command("c-7f3a", reason: "wrong file"),
        "terminate, passed on": command("c-7f3a", reason: "wrong file"),
        "odd": command("A.b_c:d/e@f-9", by: oddText, sent: .min, reason: oddText),
    ]

    static let commandText =
        #"{"v":1,"id":"c-7f3a","command":"terminate","by":"cli:alice","at":1795485418624,"#
        + #""reason":"wrong file"}"#

    /// Nil where a row is settled.
    static let mail: [String: Mail?] = [
        "a command": Mail(
            command("c-7f3a", reason: "wrong file"),
            json: Array(commandText.utf8),
            from: "ratchet.commands/3/17"
        ),
        "a command with spaces and members of its sender": Mail(
            command("c-1", sent: 1),
            json: Array(
                #"{"v":1, "id":"c-1" ,"command":"terminate","by":"cli:alice","at":1,"ticket":["OPS-7" ]}"#.utf8
            ),
            from: "ratchet.commands/3/18"
        ),
        "a settled command": nil,
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
