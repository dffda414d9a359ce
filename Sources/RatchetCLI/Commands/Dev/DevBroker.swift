import KafkaClient
import Ratchet
import RatchetKafka

/// The broker that `dev` works with, and its topics.
struct DevBroker {
    let isEmbedded: Bool

    /// Starts the embedded broker and puts its address into the settings, or takes the one that they name.
    ///
    /// Creates the topics that are missing.
    func setUp(_ settings: inout Settings, _ logger: Logger) async throws {
        let layout = try settings.layout()
        guard isEmbedded else {
            let client = settings.client("ratchet-dev", log: logger)
            _ = try await blocking { try DeployedTopics(configuration: client, layout: layout).createMissing() }
            return
        }
        settings.bootstrap = try await blocking {
            let cluster = try MockCluster()
            for topic in layout.specifications {
                try cluster.createTopic(topic.name, partitions: topic.partitions)
            }
            // For as long as the process lives: clients that outlive their broker fill the log with errors.
            _ = Unmanaged.passRetained(cluster)
            return cluster.bootstrapServers
        }
        // Keys and passwords are for another broker.
        settings.kafka = [:]
    }
}
