import KafkaTestSupport
import RatchetEngine
import RatchetKafka
import Testing

extension SystemTests {
    /// Three brokers and four executors that are shot at, frozen, stopped and cut off, by a seeded script.
    ///
    /// `RATCHET_CHAOS_SECONDS` says for how long, `RATCHET_SEED` repeats a script, `RATCHET_CHAOS_LOGS` names a folder
    /// for the logs of all executors, and for the brokers' data if something is found.
    @Suite(.requiresKafkaHome, .enabled(if: ChaosSettings.isAskedFor, "RATCHET_CHAOS_SECONDS is not set"))
    struct ChaosOnKafka {
        private let settings = ChaosSettings.given

        @Test func everyRowOfEveryRunIsPublishedOnce() async throws {
            let random = SeededRandom(for: "ChaosOnKafka")
            try await withKafkaCluster(brokers: 3, behindProxies: true) { cluster in
                let deployment = Deployment(
                    try .testJobs,
                    on: cluster.bootstrapServers,
                    replication: 3,
                    partitions: 12,
                    settings: settings.environment
                )
                defer { deployment.close() }
                try await deployment.applyTopics()
                let plan = MixedLoad(settings.runs, to: try await deployment.makeTopic("ledger"), random.stream(1))
                let log = ChaosLog()
                let crew = try ChaosCrew(deployment, of: 4, log: log, logFolder: settings.logFolder)
                try await crew.waitUntilOwners()
                try await withRunTally(deployment) { tally in
                    let load = try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask { try await crew.supervise() }
                        let stage = ChaosStage(cluster: cluster, crew: crew, log: log)
                        let load = try await chaos(on: stage, plan, deployment, tally, random)
                        log.line("quiet; \(tally.counts.ended) of \(load.runs.count) runs have ended")
                        try await ends(of: load, tally, crew)
                        group.cancelAll()
                        try await group.waitForAll()
                        return load
                    }
                    log.line("all runs have ended")
                    await crew.stop()
                    do {
                        try await check(load, deployment, tally, log)
                    } catch {
                        try settings.logFolder.map { try cluster.keepData(in: $0.appending(path: "brokers")) }
                        throw error
                    }
                    try await checkThatFaultsAreFound(load, deployment, tally)
                }
            }
        }

        /// All tracks at once, and the load, for as long as it is to be.
        private func chaos(
            on stage: ChaosStage,
            _ load: MixedLoad,
            _ deployment: Deployment,
            _ tally: RunTally,
            _ random: SeededRandom
        ) async throws -> MixedLoad {
            async let started = load.start(on: deployment, within: settings.seconds, tally)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, kind) in ChaosTrack.all.enumerated() {
                    let track = ChaosTrack(
                        kind,
                        sessionTimeout: settings.sessionTimeout,
                        random.stream(100 + index)
                    )
                    group.addTask { try await stage.play(track) }
                }
                let end = stage.log.elapsed + settings.seconds
                while stage.log.elapsed < end {
                    try await Task.sleep(for: .seconds(min(10, max(0.1, end - stage.log.elapsed))))
                    let counts = tally.counts
                    stage.log.line(
                        "\(counts.steps) steps of \(counts.runs) runs are committed, \(counts.ended) runs have ended"
                    )
                }
                group.cancelAll()
                try await group.waitForAll()
            }
            return try await started
        }

        private func ends(of load: MixedLoad, _ tally: RunTally, _ crew: ChaosCrew) async throws {
            let missing = { load.runs.filter { tally[$0.jobId]?.ending == nil } }
            do {
                try await eventually("the ends of all runs", within: .seconds(400)) { missing().isEmpty ? true : nil }
            } catch {
                for run in missing().prefix(20) { print("\(run.jobId): \(tally[run.jobId]?.words ?? "never seen")") }
                throw error
            }
        }

        private func check(
            _ load: MixedLoad,
            _ deployment: Deployment,
            _ tally: RunTally,
            _ log: ChaosLog
        ) async throws {
            let (ledger, faults) = try await ledger(of: load, deployment, tally)
            let audit = try await deployment.audit(output: load.topic)
            let counts = tally.counts
            print("chaos: \(settings.seconds) s with \(load.runs.count) runs")
            for (what, count) in log.counts { print("  \(count) \(what)") }
            print("  \(counts.steps) steps in \(counts.checkpoints) checkpoints, \(ledger.rows) rows")
            print("  audit: \(audit.summary.violations) violations, runs \(audit.summary.runs.filter { $0.value > 0 })")
            print("  audit: \(audit.summary.records), not judged \(audit.summary.unchecked)")
            for violation in audit.violations { print("  \(violation.evidence): \(violation.message)") }
            try #require(faults == [])
            try #require(audit.violations.isEmpty && audit.exit == .code(0), "\(audit.words)")
            try #require(audit.summary.publishedRecords == ledger.rows)
            try #require(audit.summary.waitingTriggers == 0)
            try #require(tally.unreadable == [])
            try #require(log.faults == [])
        }

        /// The ledger topic beside what the parameters of the runs say.
        private func ledger(
            of load: MixedLoad,
            _ deployment: Deployment,
            _ tally: RunTally
        ) async throws -> (MixedLedger, faults: [String]) {
            var ledger = MixedLedger()
            var faults: [String] = []
            for run in load.runs {
                guard let mark = tally[run.jobId] else { continue }
                if mark.ending == .complete {
                    ledger.expect(run.rows(), of: run.jobId)
                    // Only what a run does itself uses its attempts.
                    if mark.number.attempt != 1 + run.failures {
                        faults.append("\(run.jobId): \(mark.words), but it throws \(run.failures) times")
                    }
                } else if mark.error?.type == "Crash" {
                    // Lost with its executor three times in the same step: given up, as it should be.
                    print("chaos: \(run.jobId) was given up: \(mark.words)")
                    ledger.expect(run.rows(before: mark.number.seq), of: run.jobId)
                } else {
                    faults.append("\(run.jobId): \(mark.words)")
                }
            }
            try ledger.add(try await deployment.read(load.topic))
            return (ledger, ledger.faults + faults)
        }

        /// A row that is published twice is found by the audit and by the comparison.
        private func checkThatFaultsAreFound(
            _ load: MixedLoad,
            _ deployment: Deployment,
            _ tally: RunTally
        ) async throws {
            let run = try #require(load.runs.first { tally[$0.jobId]?.ending == .complete && !$0.rows().isEmpty })
            let row = try #require(run.rows().last)
            let planter = try Planter(deployment)
            let number = run.rows().count
            let place = try await planter.output(run.jobId, number, seq: row.step, to: load.topic, try row.json)
            planter.expect(.outputTwice, at: place, of: run.jobId)
            let audit = try await deployment.audit(output: load.topic)
            try #require(audit.violations.map(\.evidence) == planter.expected)
            let (_, faults) = try await ledger(of: load, deployment, tally)
            try #require(faults.count == 1 && faults[0].hasPrefix("\(run.jobId):"), "\(faults)")
        }
    }
}
