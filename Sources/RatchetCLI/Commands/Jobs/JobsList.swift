import RatchetEngine
import RatchetKafka

/// `jobs list`: the runs, newest first.
struct JobsList: Command {
    static let configuration = CommandConfiguration(
        "list",
        abstract: "Lists runs, newest first.",
        discussion: "Runs that have ended are listed for as long as their checkpoint is kept."
    )

    @OptionGroup var shared = SharedOptions()

    @Option(help: "Only runs with one of these statuses, with commas between them: \(StatusList.names)")
    var status: StatusList?

    @Option("NAME", help: "Only runs of this job")
    var job: String?

    @Option("NAME", help: "Only runs of this tenant")
    var tenant: String?

    @Option(help: "Lists at most this many runs")
    var limit: Int?

    @Flag(help: "Goes on to print each change, until it is interrupted")
    var follow

    func run(in session: Session) async throws {
        let settings = try session.settings(shared)
        let client = settings.client("ratchet-jobs", log: settings.logger("ratchet"))
        let filter = CheckpointTable.Filter(statuses: status?.statuses, job: job, tenant: tenant)
        let list = RunList(session: session, isJSON: shared.json, filter: filter, limit: limit)
        try await blocking { [follow] in
            let reader = try RunReader(
                configuration: client,
                prefix: settings.prefix,
                onStandstill: session.waits
            )
            var table = CheckpointTable()
            let ends = try reader.read([.checkpoints]) { table.apply($0) }
            let widths = list.write(table)
            guard follow else { return }
            let out = session.terminal.out
            try reader.follow(
                from: ends,
                while: { out.failure == nil },
                onStandstill: session.waits,
                onChange: { list.write($0, widths: widths) }
            )
        }
    }
}

/// Statuses with commas between them: `running,error`.
struct StatusList: TextValue {
    static let kind = ValueKind(
        placeholder: "STATUS",
        words: "one or more of \(names), with commas between them"
    )
    static let names = Checkpoint.Status.allCases.map(\.rawValue).joined(separator: ", ")
    let statuses: Set<Checkpoint.Status>

    init?(text: String) {
        let statuses = text.split(separator: ",").map { Checkpoint.Status(rawValue: String($0)) }
        guard !statuses.isEmpty, !statuses.contains(nil) else { return nil }
        self.statuses = Set(statuses.compactMap { $0 })
    }
}
