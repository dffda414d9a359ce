import Foundation

/// Brokers of Apache Kafka for one test or one process.
///
/// They listen on the loopback interface only and keep their data in a temporary directory. They end with their owner,
/// and when this process ends, however it ends.
package final class KafkaCluster: Sendable {
    package let brokers: [KafkaBroker]
    private let directory: TemporaryDirectory

    /// Starts one or three brokers and waits until they serve.
    ///
    /// - Parameters:
    ///   - count: With three, topics have three replicas, of which two must be in sync.
    ///   - behindProxies: Clients reach each broker through a `TCPProxy`, the brokers each other without.
    ///   - home: The installation; the one that `KAFKA_HOME` names, by default.
    ///   - settings: Go before those of `BrokerSettings`.
    /// - Returns: The cluster, ready.
    /// - Throws: `SupportError`, with the last lines of the log when a broker has ended.
    package static func start(
        brokers count: Int = 1,
        behindProxies: Bool = false,
        home: KafkaHome? = nil,
        settings: [String: String] = [:]
    ) async throws -> KafkaCluster {
        let home = try home ?? KafkaHome.fromEnvironment()
        let nodes = try Self.nodes(count, behindProxies: behindProxies)
        let cluster = try await KafkaCluster(nodes, home: home, settings: settings)
        for broker in cluster.brokers { try broker.start() }
        try await cluster.waitUntilReady()
        return cluster
    }

    private static func nodes(_ count: Int, behindProxies: Bool) throws -> [BrokerSettings.Node] {
        try (1...count).map { id in
            let ports = try FreePorts.take(behindProxies ? 4 : 2)
            let proxy = behindProxies ? BrokerSettings.Proxied(port: ports[2], interBrokerPort: ports[3]) : nil
            return .init(id: id, port: ports[0], controllerPort: ports[1], proxy: proxy)
        }
    }

    private init(_ nodes: [BrokerSettings.Node], home: KafkaHome, settings: [String: String]) async throws {
        let directory = try TemporaryDirectory()
        let places = nodes.map {
            ($0.id, directory.url.appending(path: "broker-\($0.id)", directoryHint: .isDirectory))
        }
        brokers = try zip(nodes, places).map { node, place in
            let logDirectory = Self.data(of: place.1).path
            return try KafkaBroker(
                BrokerSettings(node: node, cluster: nodes, logDirectory: logDirectory, overrides: settings),
                home: home,
                directory: place.1
            )
        }
        self.directory = directory
        try await Self.format(places, home: home)
    }

    /// Where clients find the cluster.
    package var bootstrapServers: String { brokers.map(\.bootstrapServer).joined(separator: ",") }

    /// Waits until every broker that runs answers, and knows as many as there are to be.
    ///
    /// - Parameter count: How many brokers are to be there; all, by default.
    /// - Throws: `SupportError.exited`, at once, when a broker has ended that is to be there, with the last lines of its
    ///   log; `.timedOut`.
    package func waitUntilReady(brokers count: Int? = nil) async throws {
        let expected = count ?? brokers.count
        try await eventually("\(expected) brokers ready\n\(logTails)") {
            var ready = 0
            for broker in brokers {
                if expected == brokers.count { try broker.checkAlive() }
                if await MetadataProbe.brokerCount(port: broker.port) == expected { ready += 1 }
            }
            return ready == expected ? true : nil
        }
    }

    private var logTails: String {
        brokers.map { "broker \($0.id):\n\($0.log?.tail() ?? "")" }.joined(separator: "\n")
    }

    /// Kills all brokers.
    ///
    /// Their data goes with the cluster.
    package func stop() async throws {
        for broker in brokers { try await broker.kill() }
    }

    /// Copies what the brokers have on disk, and their logs, into a folder that is made for it.
    package func keepData(in folder: URL) throws {
        let files = FileManager.default
        try files.createDirectory(at: folder.deletingLastPathComponent(), withIntermediateDirectories: true)
        try files.copyItem(at: directory.url, to: folder)
    }

    /// Formats the data directory of the first broker with Kafka's own tool, and copies the result for the others: they
    /// differ in their id only.
    private static func format(_ places: [(id: Int, place: URL)], home: KafkaHome) async throws {
        guard let first = places.first?.place else { return }
        let clusterId = newClusterId()
        let tool = try home.run(
            "kafka.tools.StorageTool",
            arguments: ["format", "--cluster-id=\(clusterId)", "--config=\(KafkaBroker.settingsFile(in: first).path)"],
            logDirectory: first,
            heap: "128m"
        )
        guard try await tool.waitForExit() == .code(0) else {
            throw SupportError(.exited, "Kafka's storage tool failed\n\(tool.standardError.tail())")
        }
        for (id, place) in places.dropFirst() {
            try FileManager.default.copyItem(at: data(of: first), to: data(of: place))
            try "version=1\ncluster.id=\(clusterId)\nnode.id=\(id)\n".write(
                to: data(of: place).appending(path: "meta.properties"),
                atomically: true,
                encoding: .utf8
            )
        }
    }

    private static func data(of place: URL) -> URL { place.appending(path: "data", directoryHint: .isDirectory) }

    /// 16 bytes in URL-safe Base64, as Kafka writes its ids.
    private static func newClusterId() -> String {
        let bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
        return Data(bytes).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}

/// Gives `body` a cluster of its own, and stops it afterwards.
package func withKafkaCluster<Result>(
    brokers count: Int = 1,
    behindProxies: Bool = false,
    settings: [String: String] = [:],
    isolation: isolated (any Actor)? = #isolation,
    _ body: (KafkaCluster) async throws -> Result
) async throws -> Result {
    let cluster = try await KafkaCluster.start(brokers: count, behindProxies: behindProxies, settings: settings)
    defer { withExtendedLifetime(cluster) {} }
    return try await body(cluster)
}
