import KafkaClient

/// Whether the topics are as the layout wants them, asked before any work is taken.
struct TopicCheck: Sendable {
    /// Between two words about brokers that do not answer, and for each answer.
    private static let patience: Duration = .seconds(5)

    private let differences: @Sendable () throws(KafkaError) -> [TopicDifference]

    init(_ settings: ExecutorSettings) throws(KafkaError) {
        let topics = try DeployedTopics(
            configuration: settings.cluster,
            layout: settings.layout,
            timeout: Self.patience
        )
        self.init { () throws(KafkaError) in try topics.differences() }
    }

    init(differences: @escaping @Sendable () throws(KafkaError) -> [TopicDifference]) {
        self.differences = differences
    }

    /// Waits for brokers that are away or in trouble.
    ///
    /// Blocks.
    ///
    /// - Parameters:
    ///   - isWanted: asked between two tries; ends the wait.
    ///   - onWait: called when it begins to wait, and every few seconds, with what the brokers answer.
    /// - Throws: `TopicsUnfit`, which lists every difference by which a promise would be broken; `KafkaError` when the
    ///   brokers will not let this client in.
    func run(while isWanted: () -> Bool, onWait: (KafkaError) -> Void) throws {
        var told: ContinuousClock.Instant?
        while isWanted() {
            do {
                let fatal = try differences().filter { $0.severity == .fatal }
                guard fatal.isEmpty else { throw TopicsUnfit(differences: fatal) }
                return
            } catch let error as KafkaError where !error.root.code.isOfTheConfiguration {
                if told.map({ $0.duration(to: .now) >= Self.patience }) ?? true {
                    told = .now
                    onWait(error)
                }
                Pause.brief()
            }
        }
    }
}

/// The topics are not as they must be.
package struct TopicsUnfit: Error, CustomStringConvertible {
    package let differences: [TopicDifference]

    package var description: String {
        let list = differences.map(\.description).joined(separator: "; ")
        return "the topics are not fit for use: \(list). `ratchet topics apply` creates what is missing"
    }
}
