import KafkaClient
import RatchetEngine

/// The topics of an audit, as the brokers have them.
struct AuditedTopics: Sendable {
    let names: AuditRules.Topics
    let partitions: Int32
    /// Of the topics that steps publish to.
    let outputPartitions: [Int32]
    /// Whether a topic that steps publish to keeps what is not past its retention, whatever its key.
    let outputsAreCompacted: [Bool]
    let lives: AuditRules.Lives

    /// Throws a `KafkaError` when one is missing, or they do not go together.
    init(_ settings: AuditSettings) throws(KafkaError) {
        func name(_ topic: Topic) -> String { settings.prefix + topic.rawValue }
        names = AuditRules.Topics(
            triggers: name(.triggers),
            steps: name(.steps),
            checkpoints: name(.checkpoints),
            dead: name(.dead),
            mail: name(.mail),
            outputs: settings.outputs
        )
        let own = [names.checkpoints, names.steps, names.dead, names.triggers, names.mail]
        let admin = try Admin(configuration: settings.cluster, timeout: .seconds(15))
        let found = try admin.describeTopics(own + settings.outputs)
        for topic in own + settings.outputs where found[topic] == nil {
            throw KafkaError(.unknownTopic, "there is no topic \(topic)")
        }
        partitions = found[names.checkpoints]?.partitions ?? 0
        for topic in own {
            guard let count = found[topic]?.partitions, count != partitions else { continue }
            let words = "\(topic) has \(count) partitions and \(names.checkpoints) \(partitions)"
            throw KafkaError(.unknownPartition, "\(words): they must be equal (`topics check`)")
        }
        outputPartitions = settings.outputs.map { found[$0]?.partitions ?? 0 }
        outputsAreCompacted = settings.outputs.map { found[$0]?.properties["cleanup.policy"] != "delete" }
        var lives = AuditRules.Lives(dead: found[names.dead], steps: found[names.steps])
        lives.mailPatience = settings.mailPatience.milliseconds
        self.lives = lives
    }

    /// All partitions of a topic.
    func partitions(of topic: String) -> [TopicPartition] {
        let count = names.outputs.firstIndex(of: topic).map { outputPartitions[$0] } ?? partitions
        return (0..<count).map { TopicPartition(topic, $0) }
    }
}

extension AuditRules.Lives {
    /// By what the brokers really do, which may differ from what a program thinks.
    fileprivate init(dead: TopicDescription?, steps: TopicDescription?) {
        self.init()
        func length(_ name: String, of topic: TopicDescription?) -> Milliseconds? {
            guard let time = topic?.properties[name].flatMap({ Milliseconds($0) }) else { return nil }
            // Negative: for ever.
            return time < 0 ? Milliseconds.max / 4 : min(time, Milliseconds.max / 4)
        }
        // The half, since clocks differ.
        if let time = length("delete.retention.ms", of: dead) { settledLetter = time / 2 }
        // An executor does not start unless it keeps finished runs for a day longer than that.
        if let time = length("retention.ms", of: steps), let segment = length("segment.ms", of: steps) {
            checkpoint = time + segment
        }
    }
}
