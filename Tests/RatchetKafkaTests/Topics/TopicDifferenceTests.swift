import RatchetKafka
import Testing

struct TopicDifferenceTests {
    private let layout: TopicLayout

    init() throws {
        layout = try TopicLayout()
    }

    private func differences(
        _ topic: Topic,
        _ change: (inout TopicSpecification) -> Void
    ) -> [TopicDifference] {
        layout.differences(
            from: Topic.allCases.map { each in
                var specification = layout.specification(of: each)
                if each == topic { change(&specification) }
                return specification
            }
        )
    }

    @Test func `none where all is as it should be, other topics passed over`() {
        let other = TopicSpecification(name: "contacts", partitions: 1, replicationFactor: 1, configuration: [:])
        #expect(layout.differences(from: layout.specifications + [other]).isEmpty)
    }

    @Test func `every topic that is missing`() {
        let differences = layout.differences(from: [])
        #expect(differences.map(\.topic) == layout.specifications.map(\.name))
        #expect(differences.allSatisfy { $0.severity == .fatal })
        #expect(differences[0].description == "ratchet.triggers is missing: create it (`ratchet topics apply`)")
    }

    @Test func `another number of partitions is fatal for topics of runs, and no matter for the others`() {
        for topic in Topic.allCases {
            let differences = differences(topic) { $0.partitions = 6 }
            #expect(differences.count == (topic.isPerRun ? 1 : 0))
            #expect(
                differences.allSatisfy { $0.severity == .fatal && $0.description.contains("has 6 partitions, not 12") }
            )
        }
    }

    @Test func `fewer replicas are a warning, more are none`() {
        #expect(differences(.steps) { $0.replicationFactor = 1 }.map(\.severity) == [.warning])
        #expect(differences(.steps) { $0.replicationFactor = 5 }.isEmpty)
    }

    @Test(arguments: [
        (Topic.checkpoints, "cleanup.policy", "compact,delete", TopicDifference.Severity.fatal),
        (.mail, "cleanup.policy", "delete", .fatal), (.mail, "max.message.bytes", "1000", .fatal),
        (.commands, "message.timestamp.type", "CreateTime", .warning),
        (.triggers, "message.timestamp.type", "CreateTime", .warning),
        (.steps, "message.timestamp.type", "CreateTime", .warning),
        (.steps, "max.message.bytes", "1048588", .fatal), (.activity, "max.message.bytes", "1000", .warning),
        (.notifications, "retention.ms", "1", .warning), (.dead, "min.cleanable.dirty.ratio", "0.5", .warning),
    ])
    func `a setting that differs`(
        topic: Topic,
        key: String,
        value: String,
        severity: TopicDifference.Severity
    ) throws {
        let difference = try #require(differences(topic) { $0.configuration[key] = value }.first)
        #expect(difference.severity == severity)
        #expect(difference.description.hasPrefix("\(key) of \(layout.name(of: topic)) is \(value), not "))
    }

    @Test func `a setting that harms nothing or is only written differently is none`() {
        #expect(differences(.steps) { $0.configuration["max.message.bytes"] = "10485760" }.isEmpty)
        #expect(differences(.steps) { $0.configuration["min.insync.replicas"] = "3" }.isEmpty)
        #expect(differences(.dead) { $0.configuration["min.cleanable.dirty.ratio"] = "0.20" }.isEmpty)
    }

    @Test func `a setting that the broker does not tell is a warning`() {
        let differences = differences(.steps) { $0.configuration["cleanup.policy"] = nil }
        #expect(differences.map(\.description) == ["cleanup.policy of ratchet.steps is unknown, should be delete"])
    }

    @Test(arguments: ["-1", "1209600000", "9223372036854775807", "9223372036854775000"])
    func `steps that may outlive finished runs are fatal, by what the broker really does`(retention: String) {
        let differences = differences(.steps) { $0.configuration["retention.ms"] = retention }
        #expect(differences.map(\.severity) == [.warning, .fatal])
        #expect(differences.last?.description.contains("or it could start anew") == true)
    }

    @Test func `a segment that is written to for too long is fatal`() {
        let differences = differences(.triggers) { $0.configuration["segment.ms"] = "604800000" }
        #expect(differences.map(\.severity) == [.warning, .fatal])
    }
}
