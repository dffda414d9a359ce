import RatchetEngine

extension ScriptedJob {
    /// The jobs of a schedule, and which run is of which: a few with different rules.
    static func draw(
        runs: Int,
        horizon: Milliseconds,
        epoch: Milliseconds,
        _ random: inout Randomness
    ) -> (jobs: [ScriptedJob], jobOfRun: [String: String]) {
        var scripts: [[String: Script]] = Array(repeating: [:], count: kinds.count)
        var jobOfRun: [String: String] = [:]
        for run in 0..<runs {
            let kind = random.below(kinds.count)
            scripts[kind]["r\(run)"] = Script.draw(&random, horizon: horizon)
            jobOfRun["r\(run)"] = kinds[kind].name
        }
        let jobs = zip(kinds, scripts).map { kind, scripts in
            ScriptedJob(
                name: kind.name,
                rules: JobRules(
                    attempts: kind.attempts,
                    backoff: { Milliseconds($0) * 60 },
                    restartsFromStart: kind.restarts,
                    deadline: 400
                ),
                isNew: kind.isNew,
                scripts: scripts,
                epoch: epoch
            )
        }
        return (jobs, jobOfRun)
    }

    private static let kinds: [(name: String, attempts: Int, restarts: Bool, isNew: Bool)] = [
        ("twice", 2, false, false), ("thrice", 3, false, false), ("once", 1, false, false), ("anew", 2, true, false),
        ("new", 2, false, true),
    ]
}
