extension Ledger {
    /// What the table and the committed offsets say when a lease begins.
    ///
    /// Live runs wait for their record in `steps`, so that one that was lost is told from one that is on its way; runs
    /// that wait for a time have their timers.
    init(
        partition: Int32,
        opening: Int,
        lease: Int,
        committed: CommittedPositions,
        ends: LogEnds,
        table: Table,
        configuration: EngineConfiguration,
        rules: [String: JobRules]
    ) {
        let positions = Inbox.allCases.map { inbox in
            let start = ends.starts[inbox] ?? 0
            return max(committed.offsets[inbox] ?? start, start)
        }
        self.init(
            partition: partition,
            opening: opening,
            lease: lease,
            positions: positions,
            stepsEnd: ends.steps,
            configuration: configuration,
            rules: rules
        )
        over = Set(table.unreadable)
        for checkpoint in table.checkpoints {
            if checkpoint.status.isOver {
                remember(checkpoint)
            } else if checkpoint.status == .scheduled, let due = checkpoint.due {
                let place = add(RunEntry(checkpoint: checkpoint, stage: .waiting))
                timers.insert(Timer(due: due, run: place, turn: runs[place].turn))
            } else {
                _ = add(RunEntry(checkpoint: checkpoint, stage: .expected))
                expectedCount += 1
            }
        }
    }
}
