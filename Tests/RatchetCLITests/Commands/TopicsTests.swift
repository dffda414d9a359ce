import KafkaTestSupport
import RatchetKafka
import Testing

@testable import RatchetCLI

@Suite(.requiresKafka) struct TopicsTests {
    @Test func applyCreatesWhatIsMissing() async throws {
        try await Deployment.with { deployment in
            #expect(await deployment.cli("topics", "check").code == .failed)
            let first = await deployment.cli("topics", "apply")
            #expect(first.code == .ok, "\(first.err)")
            #expect(first.out.split(separator: "\n").count == Topic.allCases.count)
            let topics = try await deployment.topics()
            #expect(topics.count == Topic.allCases.count)
            #expect(topics.values.allSatisfy { $0 == 3 })
            let second = await deployment.cli("topics", "apply")
            #expect(second.code == .ok)
            #expect(second.out.isEmpty)
            #expect(await deployment.cli("topics", "check", "--json").code == .ok)
        }
    }

    @Test func differencesThatCannotBeRepairedFail() async throws {
        try await Deployment.with { deployment in
            _ = await deployment.cli("topics", "apply")
            let ending = await deployment.cli("topics", "apply", "--partitions", "4", "--json")
            #expect(ending.code == .failed)
            #expect(ending.out.contains(#""severity":"fatal""#))
            #expect(ending.out.contains("has 3 partitions, not 4"))
        }
    }

    @Test func tooManyReplicasAreAnErrorThatSaysWhatToDo() async throws {
        try await Deployment.with { deployment in
            let ending = await deployment.cli("topics", "apply", "--replication", "50")
            #expect(ending.code == .kafka)
            #expect(ending.err.contains("--replication"))
        }
    }
}
