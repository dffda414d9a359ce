extension CommandTree {
    /// All commands of the `ratchet` command line.
    static var ratchet: CommandTree {
        .group(
            CommandConfiguration("ratchet", abstract: "Runs long jobs as chains of small steps on Apache Kafka."),
            [
                .command(DevCommand.self),
                .command(ExecutorCommand.self),
                .group(
                    CommandConfiguration("topics", abstract: "Creates and checks Ratchet's topics."),
                    [.command(TopicsApply.self), .command(TopicsCheck.self)]
                ),
                .command(TriggerCommand.self),
                .group(
                    CommandConfiguration("jobs", abstract: "Lists, shows and ends runs."),
                    [.command(JobsList.self), .command(JobsShow.self), .command(JobsTerminate.self)]
                ),
                .command(AuditCommand.self),
                .group(
                    CommandConfiguration("bench", abstract: "Measures throughput."),
                    [.command(BenchChain.self), .command(BenchOpening.self)]
                ),
            ]
        )
    }
}
