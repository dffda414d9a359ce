import Foundation
import KafkaClient
import RatchetEngine

/// How an executor process runs.
package struct ExecutorSettings: Sendable {
    /// How to reach Kafka.
    package var cluster: ClientConfiguration
    package var layout: TopicLayout
    /// The consumer group: executors of one group share the partitions, and run the same program.
    package var group: String
    /// Steps performed at the same time.
    package var slots = 200
    /// Transactional producers.
    package var producers = 4
    /// After this long without a sign of life the group gives an executor's partitions away.
    package var sessionTimeout: Duration = .seconds(6)
    /// The broker aborts a transaction that is open for longer: so long a killed executor may hold up a partition.
    package var transactionTimeout: Duration = .seconds(6)
    /// How long a partition that the group asks back waits for the steps that run in it.
    package var revocationPatience: Duration = .seconds(1)
    /// Time that steps have to end in a graceful stop.
    package var stopTimeout: Duration = .seconds(60)
    /// How long a command waits for a run that is not known, before it becomes a dead letter.
    package var mailPatience: Duration = .seconds(3_600)
    /// How often each client tells its statistics.
    package var metricsInterval: Duration = .seconds(15)
    /// The broker is librdkafka's mock cluster: it cannot describe topics to be compared with the layout, and takes its
    /// uptime for the time of day.
    package var isEmbedded = false

    package init(cluster: ClientConfiguration, layout: TopicLayout, group: String) {
        self.cluster = cluster
        self.layout = layout
        self.group = group
    }

    /// A name that no other process has or had: ASCII, without a colon.
    package static func newName() -> String {
        let host = ProcessInfo.processInfo.hostName.utf8.prefix(16).filter { byte in
            (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
        }
        let random = UInt64.random(in: 0..<(1 << 40))
        return "\(String(decoding: host, as: UTF8.self))-\(String(random, radix: 36))"
    }

    func engine(executor: String) -> EngineConfiguration {
        let partitions = layout.partitions
        var configuration = EngineConfiguration(
            executor: executor,
            partitionCount: partitions,
            partition: { KafkaClient.partition(ofKey: $0, count: Int32(partitions)) }
        )
        configuration.slots = slots
        configuration.producers = producers
        configuration.retention = layout.retention.finishedRuns.milliseconds
        configuration.revocationPatience = revocationPatience.milliseconds
        configuration.stopTimeout = stopTimeout.milliseconds
        configuration.mailPatience = mailPatience.milliseconds
        return configuration
    }
}
