import KafkaClient
import RatchetKafka
import Testing

struct TopicLayoutTests {
    @Test func `the topics that are created`() throws {
        let specifications = try TopicLayout().specifications
        #expect(
            specifications.map(\.name) == [
                "ratchet.triggers", "ratchet.steps", "ratchet.checkpoints", "ratchet.dead", "ratchet.mail",
                "ratchet.commands", "ratchet.notifications", "ratchet.activity",
            ]
        )
        #expect(specifications.allSatisfy { $0.partitions == 12 && $0.replicationFactor == 3 })
        let retentions = specifications.map { $0.properties["retention.ms"] }
        #expect(
            retentions == ["604800000", "604800000", nil, nil, nil, "604800000", "2592000000", "259200000"]
        )
        let policies = specifications.map { $0.properties["cleanup.policy"] }
        #expect(policies == ["delete", "delete", "compact", "compact", "compact", "delete", "delete", "delete"])
    }

    @Test func `whole configurations`() throws {
        let layout = try TopicLayout(prefix: "p-", partitions: 3, replicationFactor: 1)
        #expect(
            layout.specification(of: .commands)
                == TopicSpecification(
                    "p-commands",
                    partitions: 3,
                    replicationFactor: 1,
                    properties: [
                        "cleanup.policy": "delete", "retention.ms": "604800000", "retention.bytes": "-1",
                        "segment.ms": "86400000", "max.message.bytes": "1048588", "min.insync.replicas": "1",
                        "message.timestamp.type": "LogAppendTime",
                    ]
                )
        )
        #expect(
            layout.specification(of: .checkpoints).properties == [
                "cleanup.policy": "compact", "segment.ms": "86400000", "segment.bytes": "134217728",
                "min.cleanable.dirty.ratio": "0.2", "max.compaction.lag.ms": "86400000",
                "delete.retention.ms": "86400000", "max.message.bytes": "2097152", "min.insync.replicas": "1",
                "message.timestamp.type": "LogAppendTime",
            ]
        )
        #expect(
            layout.specification(of: .mail).properties == [
                "cleanup.policy": "compact", "segment.ms": "86400000", "segment.bytes": "16777216",
                "min.cleanable.dirty.ratio": "0.1", "max.compaction.lag.ms": "86400000",
                "min.compaction.lag.ms": "600000",
                "delete.retention.ms": "86400000", "max.message.bytes": "1048588", "min.insync.replicas": "1",
                "message.timestamp.type": "LogAppendTime",
            ]
        )
    }

    @Test(arguments: ["", "a b", "é.", "a/b", String(repeating: "a", count: 201), "a\n"])
    func `a prefix that Kafka does not take is refused`(prefix: String) {
        #expect(throws: TopicLayout.Invalid.self) { try TopicLayout(prefix: prefix) }
    }

    @Test func `numbers out of range are refused`() {
        #expect(throws: TopicLayout.Invalid.self) { try TopicLayout(partitions: 0) }
        #expect(throws: TopicLayout.Invalid.self) { try TopicLayout(replicationFactor: 0) }
        for time in [Duration.zero, .seconds(-1), .seconds(Int64.max)] {
            var retention = TopicRetention()
            retention.notifications = time
            #expect(throws: TopicLayout.Invalid.self) { try TopicLayout(retention: retention) }
        }
    }

    @Test func `finished runs must outlive triggers and steps, segment and margin included`() throws {
        var retention = TopicRetention()
        retention.finishedRuns = .days(9)
        #expect { try TopicLayout(retention: retention) } throws: { error in
            "\(error)".hasPrefix(
                "ratchet.triggers keeps its records for up to 8 d, finished runs are kept for 9 d: keep finished runs "
                    + "for more than 9 d, or lower retention.ms or segment.ms of ratchet.triggers"
            )
        }
        retention.finishedRuns = .days(9) + .seconds(1)
        _ = try TopicLayout(retention: retention)
        retention.steps = .days(8)
        #expect(throws: TopicLayout.Invalid.self) { try TopicLayout(retention: retention) }
    }
}
