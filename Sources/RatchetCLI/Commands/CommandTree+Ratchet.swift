extension CommandTree {
    /// All commands of the `ratchet` command line.
    static var ratchet: CommandTree {
        .group(
            CommandConfiguration("ratchet", abstract: "Runs long jobs as chains of small steps on Apache Kafka."),
            [
                .command(DevCommand.self),
                .command(ExecutorCommand.self),
                .group(
                    CommandConfiguration("topics", abstract: "Sets up Ratchet's topics and checks them."),
                    [.command(TopicsApply.self), .command(TopicsCheck.self)]
                ),
                .command(TriggerCommand.self),
                .group(
                    CommandConfiguration("jobs", abstract: "Shows runs and ends them."),
                    [.command(JobsList.self), .command(JobsShow.self), .command(JobsTerminate.self)]
                ),
                .command(AuditCommand.self),
                .group(
                    CommandConfiguration("bench", abstract: "Measures."),
                    [.command(BenchChain.self)]
                ),
            ]
        )
    }
}
