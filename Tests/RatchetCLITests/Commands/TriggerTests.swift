import KafkaTestSupport
import RatchetEngine
import RatchetKafka
import Testing

@testable import RatchetCLI

@Suite(.requiresKafka) struct TriggerTests {
    @Test func writesAPlainJSONTrigger() async throws {
        try await Deployment.with { deployment in
            _ = await deployment.cli("topics", "apply")
            let ending = await deployment.cli(
                "trigger",
                "test-job",
                "--id",
                "run-1",
                "--tenant",
                "acme",
                "--parameters",
                #"{"count":2}"#
            )
            #expect(ending.code == .ok, "\(ending.err)")
            #expect(ending.out == "run-1\n")
            let records = try await deployment.records(of: .triggers)
            #expect(records.count == 1)
            #expect(records.first?.key == "run-1")
            #expect(
                records.first?.value
                    == #"{"job":"test-job","id":"run-1","tenant":"acme","parameters":{"count":2}}"#
            )
        }
    }

    @Test func eachHasAnIdOfItsOwn() async throws {
        try await Deployment.with { deployment in
            _ = await deployment.cli("topics", "apply")
            let first = await deployment.cli("trigger", "test-job", "--json")
            let second = await deployment.cli("trigger", "test-job", "--json")
            #expect(first.out.hasPrefix(#"{"jobId":""#))
            #expect(first.out != second.out)
        }
    }

    /// The broker would give it one partition.
    @Test func doesNotMakeTheTopic() async throws {
        try await Deployment.with { deployment in
            let ending = await deployment.cli("trigger", "test-job")
            #expect(ending.code == .kafka)
            #expect(ending.err.contains("`topics apply`"))
            let topics = try await deployment.topics()
            #expect(topics.isEmpty)
        }
    }

    @Test func waitsForTheEnd() async throws {
        try await Deployment.with { deployment in
            _ = await deployment.cli("topics", "apply")
            try await deployment.write([Samples.checkpoint("run-1", .complete, state: #"{"n":1}"#)])
            let done = await deployment.cli("trigger", "test-job", "--id", "run-1", "--wait", "--timeout", "20s")
            #expect(done.code == .ok, "\(done.err)")
            #expect(done.out == "run-1: complete, 3 steps after 400 ms\n{\"n\":1}\n")
            let late = await deployment.cli("trigger", "test-job", "--id", "run-2", "--wait", "--timeout", "1s")
            #expect(late.code == .timedOut)
            #expect(late.out == "run-2\n")
        }
    }
}
