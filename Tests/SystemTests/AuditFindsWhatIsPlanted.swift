import KafkaTestSupport
import RatchetEngine
import RatchetKafka
import Testing

extension SystemTests {
    /// A violation of every kind, written into the topics of real runs by a plain producer.
    @Suite(.requiresKafka) struct AuditFindsWhatIsPlanted {
        @Test func everyKindIsFoundAtItsPlace() async throws {
            try await withBench { bench, watch in
                let executor = try await bench.deployment.startExecutor("executor")
                let real = try await bench.startLedgers(["real-1", "real-2", "real-3", "real-4"], steps: 5)
                try await watch.ends(of: real)
                try await bench.checkAudit()
                executor.process.send(.terminate)
                try #require(try await executor.process.waitForExit() == .code(0))

                let planter = try Planter(bench.deployment)
                try await plantCheckpoints(planter)
                try await plantSteps(planter)
                try await plantLetters(planter)
                try await plantOutputs(planter, bench.topic)
                try await plantGarbage(planter, bench)
                planter.expect(.wrongPartition, at: try await planter.mail("astray", away: 1), of: "astray")
                _ = try await planter.mail("real-1")
                let transaction = try await blocking { [deployment = bench.deployment] in
                    let inboxes = [deployment.name(of: .steps), deployment.name(of: .triggers)]
                    return try OpenTransaction(of: deployment.group, topics: inboxes, deployment.client)
                }
                try await blocking { [client = bench.deployment.client] in try transaction.skipToTheEnds(client) }

                let audit = try await bench.deployment.audit(output: bench.topic)
                try #require(audit.violations.map(\.evidence).sorted() == planter.expected)
                try #require(audit.exit == .code(1))
                try #require(audit.summary.violations == planter.expected.count)
                try #require(audit.summary.unconfirmed == 0)
                let kinds = Set(audit.violations.map(\.kind))
                // Of the one that takes a day, below.
                try #require(
                    kinds.union([Violation.Kind.mailLeft.rawValue]) == Set(Violation.Kind.allCases.map(\.rawValue))
                )
                try #require(audit.summary.restingMail == 1)

                // The same for people: a line for each, with its place.
                let text = try await bench.deployment.run("audit", "--output", bench.topic)
                try #require(text.exit == .code(1))
                try #require(text.output.contains("\n1 rows of mail that wait for their runs\n"))
                for violation in audit.violations {
                    let place = "\(violation.topic)/\(violation.partition)/\(violation.offset)"
                    let line = text.output.split(separator: "\n").first {
                        $0.hasPrefix(violation.kind) && $0.contains(" \(place) ")
                    }
                    try #require(line != nil, "\(violation.evidence) in \(text.output)")
                }
                try #require(text.error.contains("\(planter.expected.count) violations in"))
            }
        }

        @Test(.enabled(if: PreloadedLibrary.missing == nil, "\(PreloadedLibrary.missing ?? "")"))
        func mailThatRestsForADayBesideAnOwnerWhoWorksIsFound() async throws {
            try await withBench { bench, _ in
                let planter = try Planter(bench.deployment)
                planter.expect(.mailLeft, at: try await planter.mail("forgotten"), of: "forgotten")
                let neighbours = (0...).lazy.map { "run-\($0)" }.filter {
                    planter.home(of: $0) == planter.home(of: "forgotten")
                }
                for (jobId, hours) in zip(neighbours.prefix(2), [25, 28]) {
                    try await planter.checkpoint(jobId, 0, 1, .complete) {
                        $0.updated = SystemTime.now + Milliseconds(hours) * 3_600_000
                    }
                }
                let today = try await bench.deployment.audit()
                try #require(today.violations.isEmpty)
                try #require(today.summary.restingMail == 1)

                let clock = try ShiftedClock(in: bench.folder)
                let later = clock.command(shiftedBy: 2 * 86_400, running: "audit --json")
                let process = try bench.deployment.startShell("audit", later)
                let exit = try await process.waitForExit()
                let audit = try AuditResult(
                    CommandResult(exit: exit, output: process.standardOutput.text, error: process.standardError.text)
                )
                try #require(audit.violations.map(\.evidence) == planter.expected)
                try #require(exit == .code(1))
            }
        }

        private func plantCheckpoints(_ planter: Planter) async throws {
            try await planter.checkpoint("gap", 4)
            planter.expect(.gap, at: try await planter.checkpoint("gap", 6), of: "gap")
            try await planter.step("gap", 6)

            try await planter.checkpoint("again", 5)
            planter.expect(.committedTwice, at: try await planter.checkpoint("again", 5), of: "again")
            try await planter.step("again", 5)

            planter.expect(.afterEnd, at: try await planter.checkpoint("real-1", 5, 1, .complete), of: "real-1")

            try await planter.checkpoint("asleep", 0, 1, .scheduled)
            planter.expect(.notHandedOut, at: try await planter.checkpoint("asleep", 0, 1, .complete), of: "asleep")

            try await planter.checkpoint("rash", 2) { $0.pickups = 1 }
            let rash = try await planter.checkpoint("rash", 2, 2) { $0.pickups = 1 }
            planter.expect(.retriedAtOnce, at: rash, of: "rash")
            try await planter.step("rash", 2, 2)

            // The job `failing` has two attempts.
            try await planter.checkpoint("stubborn", 2, 2) { $0.pickups = 1 }
            let third = try await planter.checkpoint("stubborn", 2, 3, .scheduled) {
                $0.standing = .waiting(for: Wake(due: SystemTime.now, reason: .retry))
            }
            planter.expect(.tooManyAttempts, at: third, of: "stubborn")
            try await planter.letter("stubborn", 2, 2, final: false)

            try await planter.checkpoint("deadly", 2) { $0.pickups = 3 }
            let fourth = try await planter.checkpoint("deadly", 2) { $0.pickups = 4 }
            planter.expect(.tooManyPickups, at: fourth, of: "deadly")
            try await planter.step("deadly", 2)

            try await planter.checkpoint("forgotten", 2)
            planter.expect(.forgotten, at: try await planter.tombstone(.checkpoints, "forgotten"), of: "forgotten")

            planter.expect(.lost, at: try await planter.checkpoint("lost", 2), of: "lost")
            planter.expect(.wrongPartition, at: try await planter.checkpoint("away", 0, away: 1), of: "away")
        }

        private func plantSteps(_ planter: Planter) async throws {
            planter.expect(.withoutCheckpoint, at: try await planter.step("unknown", 3), of: "unknown")
            planter.expect(.aheadOfCheckpoint, at: try await planter.step("real-2", 6), of: "real-2")
            planter.expect(.twoLiveSteps, at: try await planter.step("real-3", 4), of: "real-3")
            planter.expect(.startLost, at: try await planter.step("skipped", 0), of: "skipped")
            planter.expect(.triggerLost, at: try await planter.trigger("overlooked"), of: "overlooked")
        }

        private func plantLetters(_ planter: Planter) async throws {
            let failed = try await planter.checkpoint("failed", 2, 1, .error)
            planter.expect(.letterMissing, at: failed, of: "failed")
            planter.expect(.letterLeft, at: try await planter.letter("real-4", 2, final: false), of: "real-4")
            let nobody = try await planter.letter("nobody", 2, final: true)
            planter.expect(.letterWithoutCheckpoint, at: nobody, of: "nobody")
        }

        private func plantOutputs(_ planter: Planter, _ topic: String) async throws {
            planter.expect(.outputTwice, at: try await planter.output("real-2", 3, seq: 3, to: topic), of: "real-2")
            let sixth = try await planter.output("real-3", 6, seq: 5, to: topic)
            planter.expect(.outputWithoutStep, at: sixth, of: "real-3")
            let short = try await planter.checkpoint("short", 2, 1, .complete) { $0.published = Published([topic: 2]) }
            planter.expect(.outputMissing, at: short, of: "short")
            try await planter.output("short", 2, seq: 2, to: topic)
        }

        private func plantGarbage(_ planter: Planter, _ bench: Bench) async throws {
            let topics = [Topic.checkpoints, .steps, .dead].map(bench.deployment.name) + [bench.topic]
            for (index, topic) in topics.enumerated() {
                let key = "garbage-\(index)"
                planter.expect(.unreadable, at: try await planter.garbage(topic, key), of: key)
            }
            let key = "run/garbage|command/c"
            planter.expect(.unreadable, at: try await planter.garbage(bench.deployment.name(of: .mail), key), of: key)
        }
    }
}
