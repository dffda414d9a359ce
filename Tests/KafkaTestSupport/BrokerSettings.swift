/// The `server.properties` of one broker of a test cluster, which is also a controller.
struct BrokerSettings {
    struct Node: Sendable {
        let id: Int
        let port: UInt16
        let controllerPort: UInt16
        let proxy: Proxied?
    }

    /// A broker whose clients come through a proxy; brokers among themselves do not.
    struct Proxied: Sendable {
        /// The proxy's.
        let port: UInt16
        let interBrokerPort: UInt16
    }

    let node: Node
    let cluster: [Node]
    let logDirectory: String
    /// Go before the settings made here.
    let overrides: [String: String]

    var text: String {
        var settings = identity
        settings.merge(replication) { $1 }
        settings.merge(Self.forTests) { $1 }
        settings.merge(overrides) { $1 }
        return settings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)\n" }.joined()
    }

    private var identity: [String: String] {
        let voters = cluster.map { "\($0.id)@127.0.0.1:\($0.controllerPort)" }
        var listeners = "PLAINTEXT://127.0.0.1:\(node.port),CONTROLLER://127.0.0.1:\(node.controllerPort)"
        var advertised = "PLAINTEXT://127.0.0.1:\(node.proxy?.port ?? node.port)"
        if let proxy = node.proxy {
            listeners += ",INTERNAL://127.0.0.1:\(proxy.interBrokerPort)"
            advertised += ",INTERNAL://127.0.0.1:\(proxy.interBrokerPort)"
        }
        return [
            "process.roles": "broker,controller",
            "node.id": "\(node.id)",
            "controller.quorum.voters": voters.joined(separator: ","),
            "listeners": listeners,
            "advertised.listeners": advertised,
            "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "controller.listener.names": "CONTROLLER",
            "inter.broker.listener.name": node.proxy == nil ? "PLAINTEXT" : "INTERNAL",
            "log.dirs": logDirectory,
        ]
    }

    /// Three brokers survive the loss of one.
    private var replication: [String: String] {
        let factor = "\(min(cluster.count, 3))"
        let inSync = cluster.count < 3 ? "1" : "2"
        return [
            "default.replication.factor": factor,
            "min.insync.replicas": inSync,
            "offsets.topic.replication.factor": factor,
            "transaction.state.log.replication.factor": factor,
            "transaction.state.log.min.isr": inSync,
            "share.coordinator.state.topic.replication.factor": factor,
            "share.coordinator.state.topic.min.isr": inSync,
        ]
    }

    private static let forTests = [
        "auto.create.topics.enable": "false",
        "num.partitions": "4",
        // Few partitions: they are made by the first group and the first transaction, which wait for them.
        "offsets.topic.num.partitions": "5",
        "transaction.state.log.num.partitions": "5",
        "share.coordinator.state.topic.num.partitions": "1",
        "group.initial.rebalance.delay.ms": "0",
        "group.min.session.timeout.ms": "1000",
        // A transaction that was abandoned is released this long after its time-out, at most.
        "transaction.abort.timed.out.transaction.cleanup.interval.ms": "1000",
        // A quorum on one machine, where nothing is far away.
        "controller.quorum.election.timeout.ms": "500",
        "controller.quorum.election.backoff.max.ms": "200",
        "controller.quorum.fetch.timeout.ms": "2000",
        "broker.heartbeat.interval.ms": "500",
        "broker.session.timeout.ms": "6000",
        // What little a test needs.
        "num.network.threads": "2",
        "num.io.threads": "4",
        "background.threads": "2",
        "log.cleaner.dedupe.buffer.size": "16777216",
        "log.retention.hours": "-1",
        // Two files of that size are mapped into memory for every partition.
        "log.index.size.max.bytes": "1048576",
    ]
}
