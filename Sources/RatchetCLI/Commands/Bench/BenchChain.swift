/// `bench chain`: many chains of small steps that do nothing.
struct BenchChain: Command {
    static let configuration = CommandConfiguration(
        "chain",
        abstract: "Measures how many steps one executor performs in a second.",
        discussion: "Runs chains of steps that do nothing, on topics of its own, which are deleted afterwards."
    )

    @OptionGroup var shared = SharedOptions()

    @Option(help: "Runs at the same time")
    var jobs = ChainBench().jobs

    @Option(help: "Steps of each run")
    var steps = ChainBench().steps

    @Option(help: "Partitions of the topics")
    var partitions = ChainBench().partitions

    @Option(help: "Bytes of a record's value: parameters and state")
    var valueBytes = ChainBench().valueBytes

    @Option(help: "Steps performed at the same time")
    var slots = ChainBench().slots

    @Flag(help: "Keeps the topics, for instance for `audit`; the report has their prefix")
    var keepTopics

    func run(in session: Session) async throws {
        let settings = try session.settings(shared)
        let logger = settings.logger("ratchet")
        var bench = ChainBench()
        bench.jobs = jobs
        bench.steps = steps
        bench.partitions = partitions
        bench.valueBytes = valueBytes
        bench.slots = slots
        bench.keepsTopics = keepTopics
        try check()
        let report = try await bench.run(on: settings.client("ratchet-bench", log: logger), logger: logger)
        try BenchReport.write(report, inOneLine: shared.json, to: session.terminal.out)
    }

    /// What no executor could take, or the memory of this process.
    private func check() throws {
        let (total, overflows) = jobs.multipliedReportingOverflow(by: steps)
        guard !overflows, total <= Self.mostSteps else {
            throw UsageError("--jobs times --steps must be at most \(Self.mostSteps)")
        }
        try BenchReport.check(valueBytes: valueBytes)
    }

    /// The time of each is kept.
    private static let mostSteps = 100_000_000
}
