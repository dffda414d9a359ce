import KafkaClient
import RatchetEngine

/// Tells who owns the partitions of runs, as the executors' group knows it.
///
/// Every call blocks its thread, which must not be one of Swift's pool.
package struct RunOwners: Sendable {
    package enum Owner: Sendable, Equatable {
        /// An executor that the group has not given up: one that was killed is a member until its session is over.
        case member
        /// The group has members, and gives the partitions to them anew.
        case none
        /// Nobody is in the group.
        case noExecutor
    }

    private let admin: Admin
    private let group: String
    private let topic: String

    /// Connects to nothing yet.
    ///
    /// - Parameters:
    ///   - configuration: how to reach Kafka.
    ///   - group: the executors' group.
    ///   - prefix: the prefix of the topics' names.
    /// - Throws: `KafkaError` of code `configuration` that names the property.
    package init(configuration: ClientConfiguration, group: String, prefix: String) throws(KafkaError) {
        admin = try Admin(configuration: configuration, timeout: .seconds(2))
        self.group = group
        topic = prefix + Topic.steps.rawValue
    }

    /// Nil when the brokers do not tell, or may not tell this user.
    package func owner(of jobId: String) -> Owner? {
        guard let description = try? admin.describeGroup(group) else { return nil }
        guard !description.members.isEmpty else { return .noExecutor }
        let owned = description.members.flatMap(\.partitions).filter { $0.topic == topic }.map(\.partition)
        guard let count = try? admin.listTopics()[topic] else { return nil }
        return owned.contains(partition(ofKey: jobId, count: count)) ? .member : Owner.none
    }
}
