import Foundation
import KafkaTestSupport
import RatchetEngine
import Testing

extension SystemTests {
    /// What becomes of a run whose code fails, and of those beside it.
    @Suite(.requiresKafka) struct FailingJobs {
        @Test func runThatFailsOnceIsRetriedFromItsCheckpoint() async throws {
            try await withExecutor { bench, _, watch in
                try await bench.startFailing("once", times: 1)
                let end = try await watch.end(of: "once")
                try #require(end.status == .complete)
                try #require(end.error == nil)
                try #require(end.number.attempt == 2, "the same run, its second attempt")
                try #require(
                    bench.lines("once.calls") == [
                        "1 attempt 1", "2 attempt 1", "3 attempt 1", "3 attempt 2", "4 attempt 2",
                    ]
                )
                try await bench.checkOutput(of: "once", is: ["1", "2", "3", "4"])

                let retry = try #require(watch.history("once").first { $0.phase == .retrying })
                try #require(retry.number.seq == 3)
                let letters = try #require(watch.letters["once"])
                try #require(letters.count == 2, "a dead letter and its tombstone")
                guard case .run(let failed, .failed, final: false) = letters[0] else {
                    return try #require(Bool(false), "\(letters)")
                }
                try #require(failed.error?.type == "Broken")
                try #require(letters[1] == nil, "resolved")
            }
        }

        @Test func runThatFailsAgainKeepsItsStateInTheDeadLetter() async throws {
            try await withExecutor { bench, _, watch in
                let neighbours = try await bench.startLedgers(["neighbour-1", "neighbour-2", "neighbour-3"], steps: 20)
                try await bench.startFailing("twice", times: 2)
                let end = try await watch.end(of: "twice")
                try #require(end.status == .error)
                try #require(end.number == StepNumber(seq: 3, attempt: 2))
                try #require(end.error?.message.contains("step 3 is broken") ?? false)
                try await bench.checkOutput(of: "twice", is: ["1", "2"])

                let letters = try #require(watch.letters["twice"])
                guard case .run(let letter, .failed, final: true) = letters.last ?? nil else {
                    return try #require(Bool(false), "\(letters)")
                }
                try #require(String(decoding: letter.state ?? [], as: UTF8.self) == #"{"step":3}"#)
                try #require(letter.error?.type == "Broken")
                try await bench.checkComplete(neighbours, steps: 20)
                try #require(Set(watch.letters.keys) == ["twice"])
            }
        }

        @Test func stepThatKillsItsExecutorIsGivenUpAfterThreeTimes() async throws {
            try await withExecutor { bench, executor, watch in
                var executor = executor
                let neighbours = try await bench.startLedgers(["neighbour-1", "neighbour-2"], steps: 40, pace: 25)
                try await bench.start("trapping", "trap", ["calls": bench.file("trap.calls")])
                var deaths = 0
                while deaths < 5, watch.latest("trap")?.standing.isOver != true {
                    try await eventually("death of the executor, or the end of the run") {
                        executor.process.exit != nil || watch.latest("trap")?.standing.isOver == true ? true : nil
                    }
                    guard let exit = executor.process.exit else { break }
                    guard case .signal = exit else { return try #require(Bool(false), "\(exit)") }
                    deaths += 1
                    executor = try await bench.deployment.startExecutor("executor, started again after death \(deaths)")
                }
                try #require(deaths == 3)
                try #require(bench.lines("trap.calls").count == 3)
                try #require(watch.latest("trap")?.status == .error)
                guard case .run(let letter, .crashed, final: true)? = watch.letters["trap"]?.last ?? nil else {
                    return try #require(Bool(false), "\(watch.letters)")
                }
                try #require(letter.error?.type == "Crash")
                try #require(watch.history("trap").map(\.pickups).max() == 3)
                try await bench.checkComplete(neighbours, steps: 40)
                try #require(Set(watch.letters.keys) == ["trap"])
            }
        }

        @Test func stepPastItsDeadlineHasFailed() async throws {
            try await withExecutor { bench, executor, watch in
                let neighbours = try await bench.startLedgers(["neighbour"], steps: 20)
                try await bench.start("hanging", "hang")
                let end = try await watch.end(of: "hang")
                try #require(end.status == .error)
                let letters = (watch.letters["hang"] ?? []).map { letter -> String in
                    guard case .run(_, let reason, let isFinal) = letter else { return "\(letter as Any)" }
                    return "\(reason) \(isFinal)"
                }
                try #require(letters == ["timedOut false", "timedOut true"])
                try await bench.checkComplete(neighbours, steps: 20)
                // Threads that hang do not keep the process from its end.
                executor.process.send(.terminate)
                try #require(try await executor.process.waitForExit() == .code(0))
            }
        }

        @Test func recordThatTheBrokerRefusesFailsItsRunAlone() async throws {
            try await withExecutor { bench, executor, watch in
                // Above what the broker's own markers take (78 bytes), below a record with this key.
                let wide = "wide-" + (1...3).map { _ in UUID().uuidString }.joined(separator: "-")
                let narrow = try await bench.deployment.makeTopic("narrow", properties: ["max.message.bytes": "150"])
                let parameters: [String: any Sendable] = [
                    "steps": 3, "topic": narrow, "calls": bench.file("wide.calls"),
                ]
                try await bench.start("ledger", wide, parameters)
                let end = try await watch.end(of: wide)
                try #require(end.status == .error)
                // Read from another topic than the checkpoint, so perhaps a moment later.
                let letter = try await eventually("dead letter") {
                    watch.letters[wide]?.last ?? nil
                }
                guard case .run(_, .oversize, final: true) = letter else {
                    return try #require(Bool(false), "\(letter)")
                }
                // Whatever the refusals left behind in the producers: each of them has to go on.
                let later = try await bench.startLedgers((1...24).map { "later-\($0)" }, steps: 20)
                try await bench.checkComplete(later, steps: 20)
                executor.process.send(.terminate)
                try #require(try await executor.process.waitForExit() == .code(0))
            }
        }

        @Test func publishingToATopicThatIsNotThereFailsThatRunAlone() async throws {
            try await withExecutor { bench, _, watch in
                let neighbours = try await bench.startLedgers(["neighbour-1", "neighbour-2", "neighbour-3"], steps: 60)
                let parameters: [String: any Sendable] = [
                    "steps": 3, "topic": bench.deployment.prefix + "nowhere", "calls": bench.file("lost.calls"),
                ]
                try await bench.start("ledger", "lost", parameters)
                let end = try await watch.end(of: "lost")
                try #require(end.status == .error)
                try #require(end.error?.message.contains("nowhere") ?? false, "\(end)")
                try await bench.checkComplete(neighbours, steps: 60)
                try #require(Set(watch.letters.keys) == ["lost"])
            }
        }
    }
}

/// One executor with the jobs that behave badly.
private func withExecutor(_ body: (Bench, ExecutorProcess, RunWatch) async throws -> Void) async throws {
    try await withBench { bench, watch in
        try await body(bench, try await bench.deployment.startExecutor("executor"), watch)
    }
}
