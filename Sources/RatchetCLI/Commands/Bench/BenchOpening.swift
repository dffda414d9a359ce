/// `bench opening`: taking over many runs that wait or are over.
struct BenchOpening: Command {
    static let configuration = CommandConfiguration(
        "opening",
        abstract: "Measures how fast an executor takes over runs that wait or are over, and their memory.",
        discussion:
            "Writes checkpoints to topics of its own, which are deleted afterwards, and reads them as an executor "
            + "does that is given their partitions."
    )

    @OptionGroup var shared = SharedOptions()

    @Option(help: "Runs, all of which sleep")
    var runs = OpeningBench().runs

    @Flag(help: "The runs are over")
    var finished

    @Option(help: "Partitions of the topics")
    var partitions = OpeningBench().partitions

    @Option(help: "Bytes of a record's value: parameters and state")
    var valueBytes = OpeningBench().valueBytes

    @Flag(help: "Keeps the topics; the report has their prefix")
    var keepTopics

    func run(in session: Session) async throws {
        let settings = try session.settings(shared)
        let logger = settings.logger("ratchet")
        var bench = OpeningBench()
        bench.runs = runs
        bench.areFinished = finished
        bench.partitions = partitions
        bench.valueBytes = valueBytes
        bench.keepsTopics = keepTopics
        guard runs <= Self.mostRuns else { throw UsageError("--runs must be at most \(Self.mostRuns)") }
        try BenchReport.check(valueBytes: valueBytes)
        let report = try await bench.run(on: settings.client("ratchet-bench", log: logger), logger: logger)
        try BenchReport.write(report, inOneLine: shared.json, to: session.terminal.out)
    }

    /// Hours of writing.
    private static let mostRuns = 1_000_000_000
}
