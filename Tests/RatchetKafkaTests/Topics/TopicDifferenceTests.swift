import KafkaClient
import RatchetKafka
import Testing

struct TopicDifferenceTests {
    private let layout: TopicLayout

    init() throws {
        layout = try TopicLayout()
    }

    private func differences(
        _ topic: Topic,
        _ change: (inout TopicDescription) -> Void
    ) -> [TopicDifference] {
        var described = described
        if var actual = described[layout.name(of: topic)] {
            change(&actual)
            described[layout.name(of: topic)] = actual
        }
        return layout.differences(from: described)
    }

    /// The topics as they should be.
    private var described: [String: TopicDescription] {
        let topics = layout.specifications.map { wanted in
            let actual = TopicDescription(
                partitions: wanted.partitions,
                replicationFactor: wanted.replicationFactor,
                properties: wanted.properties
            )
            return (wanted.name, actual)
        }
        return Dictionary(uniqueKeysWithValues: topics)
    }

    @Test func `none where all is as it should be, other topics passed over`() {
        var described = described
        described["contacts"] = TopicDescription(partitions: 1, replicationFactor: 1, properties: [:])
        #expect(layout.differences(from: described).isEmpty)
    }

    @Test func `every topic that is missing`() {
        let differences = layout.differences(from: [:])
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
        let difference = try #require(differences(topic) { $0.properties[key] = value }.first)
        #expect(difference.severity == severity)
        #expect(difference.description.hasPrefix("\(key) of \(layout.name(of: topic)) is \(value), not "))
    }

    @Test func `a setting that harms nothing or is only written differently is none`() {
        #expect(differences(.steps) { $0.properties["max.message.bytes"] = "10485760" }.isEmpty)
        #expect(differences(.steps) { $0.properties["min.insync.replicas"] = "3" }.isEmpty)
        #expect(differences(.dead) { $0.properties["min.cleanable.dirty.ratio"] = "0.20" }.isEmpty)
    }

    @Test func `a setting that the broker does not tell is a warning`() {
        let differences = differences(.steps) { $0.properties["cleanup.policy"] = nil }
        #expect(differences.map(\.description) == ["cleanup.policy of ratchet.steps is unknown, should be delete"])
    }

    @Test(arguments: ["-1", "1209600000", "9223372036854775807", "9223372036854775000"])
    func `steps that may outlive finished runs are fatal, by what the broker really does`(retention: String) {
        let differences = differences(.steps) { $0.properties["retention.ms"] = retention }
        #expect(differences.map(\.severity) == [.warning, .fatal])
        #expect(differences.last?.description.contains("or it could start anew") == true)
    }

    @Test func `a segment that is written to for too long is fatal`() {
        let differences = differences(.triggers) { $0.properties["segment.ms"] = "604800000" }
        #expect(differences.map(\.severity) == [.warning, .fatal])
    }
}
