import Foundation
import KafkaClient
import KafkaTestSupport
import RatchetEngine
import Testing

@testable import RatchetCLI
@testable import RatchetKafka

@Suite(.requiresKafka) struct JobsTests {
    @Test func listShowsTheLatestOfEachRun() async throws {
        try await Deployment.with { deployment in
            _ = await deployment.cli("topics", "apply")
            #expect(await deployment.cli("jobs", "list", "--json").out.isEmpty)
            try await deployment.write([
                Samples.checkpoint("a", .running), Samples.checkpoint("a", .complete),
                Samples.checkpoint("b", .running, tenant: "acme", created: 2000), Samples.checkpoint("c", .running),
            ])
            try await deployment.write(expire: ["c"])
            let all = await deployment.cli("jobs", "list")
            #expect(all.code == .ok, "\(all.err)")
            let rows = all.out.split(separator: "\n").dropFirst().map { $0.split(separator: " ").prefix(4) }
            #expect(rows == [["b", "import", "acme", "running"], ["a", "import", "-", "complete"]])
            let some = await deployment.cli("jobs", "list", "--status", "complete", "--json")
            #expect(some.out.split(separator: "\n").count == 1)
            #expect(some.out.hasPrefix(#"{"jobId":"a","#))
        }
    }

    @Test func showHasStateAndDeadLetter() async throws {
        try await Deployment.with { deployment in
            _ = await deployment.cli("topics", "apply")
            let checkpoint = Samples.checkpoint("a", .error, state: #"{"n":1}"#)
            try await deployment.write([checkpoint], dead: [(checkpoint, .failed)])
            let ending = await deployment.cli("jobs", "show", "a", "--json")
            #expect(ending.code == .ok, "\(ending.err)")
            #expect(ending.out.contains(#""parameters":{"file":"a.csv"},"stateVersion":1,"state":{"n":1}"#))
            #expect(ending.out.contains(#""dead":{"reason":"failed","final":true"#))
            let none = await deployment.cli("jobs", "show", "b")
            #expect(none.code == .failed)
            #expect(none.err.contains("there is no run 'b'"))
        }
    }

    @Test func terminateWaitsForItsEffect() async throws {
        try await Deployment.with { deployment in
            _ = await deployment.cli("topics", "apply")
            try await deployment.write([Samples.checkpoint("a", .running)])
            async let ending = deployment.cli("jobs", "terminate", "a", "--reason", "enough", "--timeout", "20s")
            let command = try await mail(in: deployment).command
            #expect(command.jobId == "a")
            #expect(command.reason == "enough")
            try await deployment.write([terminated("a", by: command)])
            let ended = await ending
            #expect(ended.code == .ok, "\(ended.err)")
            #expect(ended.out == "a: terminated\n")

            let again = await deployment.cli("jobs", "terminate", "a", "--json")
            #expect(again.code == .ok)
            #expect(again.err == "The run was terminated before.\n")
            #expect(again.out.contains(#""status":"terminated""#))
            #expect(again.out.hasSuffix(#""answer":"alreadyTerminated"}\#n"#))
        }
    }

    @Test func terminateSaysThatTheRunEndedBeforeItsCommandCame() async throws {
        try await Deployment.with { deployment in
            _ = await deployment.cli("topics", "apply")
            try await deployment.write([Samples.checkpoint("a", .running)])
            async let ending = deployment.cli("jobs", "terminate", "a", "--timeout", "20s")
            _ = try await mail(in: deployment)
            try await deployment.write([Samples.checkpoint("a", .complete)])
            let ended = await ending
            #expect(ended.code == .ok)
            #expect(ended.err == "The run had ended before the command came: complete.\n")
            #expect(ended.out == "a: complete\n")
        }
    }

    @Test func terminateWaitsForARunThatIsNotThereYet() async throws {
        try await Deployment.with { deployment in
            _ = await deployment.cli("topics", "apply")
            async let ending = deployment.cli("jobs", "terminate", "a", "--timeout", "20s")
            let command = try await mail(in: deployment).command
            try await deployment.write([terminated("a", by: command)])
            let ended = await ending
            #expect(ended.code == .ok, "\(ended.err)")
            let words = "There is no run 'a' yet: the command waits for its trigger, for up to an hour.\n"
            #expect(ended.err == words)
            #expect(ended.out == "a: terminated\n")
        }
    }

    @Test func terminateSaysThatItsCommandBecameADeadLetter() async throws {
        try await Deployment.with { deployment in
            _ = await deployment.cli("topics", "apply")
            async let ending = deployment.cli("jobs", "terminate", "a", "--timeout", "20s", "--json")
            let mail = try await mail(in: deployment)
            let rejection = Rejection(
                key: mail.from,
                reason: .unknownRun,
                message: "no run a has come",
                place: mail.from,
                at: 1,
                bytes: mail.json,
                headers: []
            )
            try await deployment.write(refused: [rejection])
            let ended = await ending
            #expect(ended.code == .failed)
            let words = "the command \(mail.command.id) became a dead letter (unknownRun): no run a has come"
            #expect(ended.err.contains(words), "\(ended.err)")
            let json =
                #"{"jobId":"a","command":"\#(mail.command.id)","answer":"unknownRun","dead":{"reason":"unknownRun""#
            #expect(ended.out.hasPrefix(json), "\(ended.out)")
        }
    }

    @Test func terminateSaysWhenNobodyAnswers() async throws {
        try await Deployment.with { deployment in
            _ = await deployment.cli("topics", "apply")
            try await deployment.write([Samples.checkpoint("a", .running), Samples.checkpoint("b", .complete)])
            let silence = await deployment.cli("jobs", "terminate", "a", "--timeout", "500ms")
            #expect(silence.code == .timedOut)
            #expect(silence.err.contains("nobody has applied the command"))
            let over = await deployment.cli("jobs", "terminate", "b")
            #expect(over.code == .ok)
            #expect(over.err == "The run has ended before: complete.\n")
            #expect(try await deployment.records(of: .commands).count == 1)
            let none = await deployment.cli("jobs", "terminate", "none", "--timeout", "500ms")
            #expect(none.code == .timedOut)
            #expect(none.err.contains("no run 'none' has come within its time"))
            #expect(
                none.err.contains("is kept for an hour. It ends the run if that comes, else it becomes a dead letter")
            )
            #expect(try await deployment.records(of: .commands).count == 2)
            #expect(await deployment.cli("jobs", "terminate", "none", "--no-wait").code == .ok)
            #expect(try await deployment.records(of: .commands).count == 3)
        }
    }

    private func terminated(_ jobId: String, by command: RatchetEngine.Command) -> Checkpoint {
        var checkpoint = Samples.checkpoint(jobId, .terminated)
        checkpoint.command = Checkpoint.AppliedCommand(id: command.id, at: 5000)
        return checkpoint
    }

    /// What an executor makes of the first command that comes.
    private func mail(in deployment: Deployment) async throws -> Mail {
        try await blocking {
            let reader = try LogReader(configuration: deployment.cluster)
            let topic = deployment.prefix + Topic.commands.rawValue
            let starts = try reader.partitions(of: topic).map { ($0, LogReader.Start.beginning) }
            let end = ContinuousClock.now + .patience
            var found: Mail?
            try reader.follow(
                Dictionary(uniqueKeysWithValues: starts),
                while: { found == nil && ContinuousClock.now < end },
                onEvent: { event in
                    guard case .record(let record) = event else { return }
                    guard case .post(let mail) = CommandCodec.decode(InboxRecord(record), now: 0) else { return }
                    found = mail
                }
            )
            guard let found else { throw UsageError("no command came") }
            return found
        }
    }
}
