import KafkaClient
import RatchetEngine

/// Which topics a deployment has and how they are set up.
package struct TopicLayout: Sendable, Equatable {
    /// A layout that Kafka or Ratchet cannot work with.
    package struct Invalid: Error, Equatable, CustomStringConvertible {
        package let description: String
    }

    package let prefix: String
    /// Of every per-run topic; fixed for the life of a deployment.
    package let partitions: Int
    package let replicationFactor: Int
    package let retention: TopicRetention

    /// Throws `Invalid`, whose text says what to change.
    package init(
        prefix: String = "ratchet.",
        partitions: Int = 12,
        replicationFactor: Int = 3,
        retention: TopicRetention = TopicRetention()
    ) throws(Invalid) {
        let isName = prefix.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        guard isName, (1...200).contains(prefix.utf8.count) else {
            throw Invalid(description: "the topic prefix must be 1 to 200 characters of A-Z a-z 0-9 . _ -")
        }
        guard (1...10_000).contains(partitions) else {
            throw Invalid(description: "the number of partitions must be 1 to 10000, not \(partitions)")
        }
        guard (1...100).contains(replicationFactor) else {
            throw Invalid(description: "the replication factor must be 1 to 100, not \(replicationFactor)")
        }
        guard retention.isSensible else {
            throw Invalid(description: "every retention must be 1 ms to 100 years")
        }
        self.prefix = prefix
        self.partitions = partitions
        self.replicationFactor = replicationFactor
        self.retention = retention
        for topic in [Topic.triggers, .steps] {
            let kept = retention.of(topic).map { $0 + retention.segment }
            if let words = retention.fault(topic: name(of: topic), kept: kept) { throw Invalid(description: words) }
        }
    }

    package func name(of topic: Topic) -> String {
        prefix + topic.rawValue
    }

    /// All topics, to be created where they are missing.
    package var specifications: [TopicSpecification] {
        Topic.allCases.map(specification)
    }

    package func specification(of topic: Topic) -> TopicSpecification {
        TopicSpecification(
            name(of: topic),
            partitions: Int32(partitions),
            replicationFactor: Int32(replicationFactor),
            properties: properties(of: topic)
        )
    }

    private func properties(of topic: Topic) -> [String: String] {
        var properties = [
            // With acks=all a record outlives the loss of one broker.
            "min.insync.replicas": "\(max(1, replicationFactor - 1))",
            "max.message.bytes": "\(Self.messageLimit(of: topic))",
            "segment.ms": "\(retention.segment.milliseconds)",
            // Whoever appends may have a wrong clock: the broker's counts, for retention and for what is older.
            "message.timestamp.type": "LogAppendTime",
        ]
        if let time = retention.of(topic) {
            properties["cleanup.policy"] = "delete"
            properties["retention.ms"] = "\(time.milliseconds)"
            // By time alone: what is deleted sooner than the layout says would be missed.
            properties["retention.bytes"] = "-1"
        } else {
            properties["cleanup.policy"] = "compact"
            // Often enough that the table stays quick to read; a resolved record is gone after two days.
            properties["min.cleanable.dirty.ratio"] = topic == .mail ? "0.1" : "0.2"
            properties["max.compaction.lag.ms"] = "86400000"
            properties["delete.retention.ms"] = "86400000"
            // What is settled in `mail` is soon most of it, and every new owner reads past that.
            properties["segment.bytes"] = topic == .mail ? "16777216" : "134217728"
            // A row that was settled is not forgotten before its owner has read so.
            if topic == .mail { properties["min.compaction.lag.ms"] = "600000" }
        }
        return properties
    }

    /// A run's records hold parameters, state and envelope; a dead letter a whole trigger and why it was refused.
    private static func messageLimit(of topic: Topic) -> Int {
        switch topic {
        case .steps, .checkpoints, .dead: 2_097_152
        case .triggers, .commands, .mail, .notifications, .activity: 1_048_588
        }
    }
}

extension TopicRetention {
    /// What is wrong when records of a topic are kept for `kept` (nil: for ever), segment time included.
    func fault(topic: String, kept: Duration?) -> String? {
        let rule = "a finished run must be kept longer than every record of it, or it could start anew"
        guard let kept else {
            return "\(topic) keeps its records for ever: set its retention.ms (\(rule))"
        }
        guard finishedRuns <= kept + margin else { return nil }
        return "\(topic) keeps its records for up to \(kept.words), finished runs are kept for \(finishedRuns.words): "
            + "keep finished runs for more than \((kept + margin).words), "
            + "or lower retention.ms or segment.ms of \(topic) (\(rule))"
    }
}
