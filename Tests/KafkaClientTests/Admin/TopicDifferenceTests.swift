import KafkaClient
import Testing

@Suite struct TopicDifferenceTests {
    private let wanted = TopicSpecification(
        "t",
        partitions: 12,
        replicationFactor: 3,
        properties: ["cleanup.policy": "compact", "retention.ms": "-1"]
    )

    @Test func aTopicAsSpecifiedHasNone() {
        let actual = TopicDescription(
            partitions: 12,
            replicationFactor: 3,
            properties: ["cleanup.policy": "compact", "retention.ms": "-1", "segment.bytes": "1"]
        )
        #expect(wanted.differences(from: actual).isEmpty)
    }

    @Test func eachIsNamedWithBothValues() {
        let actual = TopicDescription(partitions: 6, replicationFactor: 1, properties: ["cleanup.policy": "delete"])
        #expect(
            wanted.differences(from: actual).map(\.description) == [
                "t: partitions is 6, expected 12",
                "t: replication.factor is 1, expected 3",
                "t: cleanup.policy is delete, expected compact",
                "t: retention.ms is not known, expected -1",
            ]
        )
    }
}
