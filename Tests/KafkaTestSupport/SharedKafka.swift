import Foundation

/// The broker that all tests of this process share: the one that `KAFKA_BOOTSTRAP_SERVERS` names, else one that is
/// started from `KAFKA_HOME` when the first test asks for it, and ends with this process.
package struct SharedKafka: Sendable {
    /// Where clients find it.
    package let bootstrapServers: String

    /// The broker, ready.
    ///
    /// One start serves all who ask, at the same time too.
    package static var cluster: SharedKafka { get async throws { try await started.value } }

    /// Why no test can have a broker, or nil when it can.
    package static var missing: String? {
        guard external == nil else { return nil }
        return KafkaHome.missing.map { "\($0), and KAFKA_BOOTSTRAP_SERVERS names no broker" }
    }

    private static let external: String? = {
        let servers = ProcessInfo.processInfo.environment["KAFKA_BOOTSTRAP_SERVERS"]
        return servers?.isEmpty == true ? nil : servers
    }()

    private static let started = Task {
        if let external { return SharedKafka(bootstrapServers: external, owned: nil) }
        let cluster = try await KafkaCluster.start()
        return SharedKafka(bootstrapServers: cluster.bootstrapServers, owned: cluster)
    }

    private let owned: KafkaCluster?
}
