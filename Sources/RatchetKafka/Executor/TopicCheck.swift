import Foundation
import KafkaClient
import Ratchet

/// Whether the topics are as the layout wants them, asked before any work is taken.
struct TopicCheck {
    let settings: ExecutorSettings

    init(_ settings: ExecutorSettings) { self.settings = settings }

    /// Throws an error that lists every difference by which a promise would be broken.
    func run() async throws {
        let (cluster, layout) = (settings.cluster, settings.layout)
        let differences = try await withCheckedThrowingContinuation { done in
            Thread.detachNewThread {
                done.resume(
                    with: Result {
                        let admin = try Admin(configuration: cluster)
                        let names = layout.specifications.map(\.name)
                        let found = try admin.describeTopics(names).map { name, topic in
                            TopicSpecification(
                                name: name,
                                partitions: Int(topic.partitions),
                                replicationFactor: Int(topic.replicationFactor),
                                configuration: topic.properties
                            )
                        }
                        return layout.differences(from: found)
                    }
                )
            }
        }
        let fatal = differences.filter { $0.severity == .fatal }
        guard fatal.isEmpty else { throw TopicsUnfit(differences: fatal) }
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
