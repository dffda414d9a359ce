import RatchetEngine

extension VersionOne {
    static let steps: [String: StepRecord] = {
        var steps = [
            "step 0": StepRecord(start: run()),
            "step 0 without anything optional": StepRecord(start: bareRun),
            "step 0 of a run for later": StepRecord(start: run(scheduled: created + 3_600_000)),
            "step 17": step(run(), 17, state: #"{"importing":{"nextRow":4200}}"#),
            "step 17, attempt 2": step(run(), 17, attempt: 2, state: #"{"importing":{"nextRow":4200}}"#),
            "odd text": step(oddRun, 3, version: 7, state: #" {"x":",\"state\":" , "🦀" : [ ] } "#),
            "odd numbers": step(bareRun, .max, attempt: .max, version: .max, state: "0"),
            "a state of null": step(bareRun, 1, state: "null"),
            "a state of text": step(bareRun, 1, state: #""}""#),
        ]
        let origins: [Origin] = [
            Origin(kind: .cron, at: "nightly"), Origin(kind: .cli, at: "cli:alice"), Origin(kind: .api, at: "api"),
            Origin(kind: .job, at: "parent-1"),
        ]
        for origin in origins {
            steps["step 0 from \(origin.kind)"] = StepRecord(start: run("from-\(origin.kind)", origin: origin))
        }
        return steps
    }()

    private static func step(
        _ run: RunFacts,
        _ seq: Int,
        attempt: Int = 1,
        version: Int = 2,
        state: String
    ) -> StepRecord {
        StepRecord(
            run: run,
            number: StepNumber(seq: seq, attempt: attempt),
            stateVersion: version,
            state: Array(state.utf8)
        )
    }
}
