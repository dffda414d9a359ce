/// The properties of one client: defaults of its kind, overridden by the user's, overridden by what it needs.
struct ClientSettings {
    /// May be overridden by the user.
    var defaults: [String: String] = [:]
    /// What the guarantees of the client rest on: the user may set none of these (`PropertyRule`).
    var essential: [String: String] = [:]
    /// The library logs a broken connection only once in 30 s if it breaks for the same reason again: among its debug
    /// lines each has one.
    var logsEveryDisconnect = false

    private static let common = [
        "socket.nagle.disable": "true",
        "socket.keepalive.enable": "true",
        "socket.timeout.ms": String(socketTimeout),
        "reconnect.backoff.ms": "50",
        "reconnect.backoff.max.ms": "1000",
        "topic.metadata.refresh.interval.ms": "60000",
    ]

    private static let socketTimeout = 10_000

    /// For every client that produces, whatever the user wants.
    static let delivering = [
        "enable.idempotence": "true",
        "acks": "all",
        // Successes too: one without an offset is none.
        "delivery.report.only.error": "false",
        // As Kafka's Java client does it: the same key goes to the same partition, whoever sends.
        "partitioner": "murmur2_random",
    ]

    /// For every client that produces.
    static let producing = [
        "linger.ms": "0",
        "retry.backoff.ms": "5",
        "compression.codec": "lz4",
        // What the largest of Ratchet's topics take; each topic has its own limit at the broker.
        "message.max.bytes": "2097152",
        "queue.buffering.max.messages": "1000000",
    ]

    /// For every client that fetches.
    static let fetching = [
        "fetch.wait.max.ms": "10",
        "fetch.error.backoff.ms": "50",
        // What one answer may hold is counted as it is compressed; unpacked, small records take tens of times as much.
        "fetch.message.max.bytes": "131072",
        "fetch.max.bytes": "1048576",
        "queued.min.messages": "10000",
        "queued.max.messages.kbytes": "4096",
        "auto.offset.reset": "earliest",
    ]

    /// All properties in the order of their names.
    func properties(for configuration: ClientConfiguration) throws(KafkaError) -> [(name: String, value: String)] {
        guard !configuration.bootstrapServers.isEmpty else {
            throw KafkaError(.configuration, "bootstrap.servers is empty")
        }
        for (name, value) in configuration.properties.sorted(by: { $0.key < $1.key }) {
            if let fault = PropertyRule.fault(of: name, value) { throw KafkaError(.configuration, fault) }
        }
        var all = Self.common
        all.merge(defaults) { _, new in new }
        all.merge(configuration.properties) { _, new in new }
        all.merge(essential) { _, new in new }
        if let longest = essential["transaction.timeout.ms"].flatMap({ Int($0) }) {
            // The library refuses a request that may outlast its transaction.
            let wanted = configuration.properties["socket.timeout.ms"]
            if let wanted, Int(wanted).map({ $0 <= longest }) ?? true {
                all["socket.timeout.ms"] = wanted
            } else {
                all["socket.timeout.ms"] = String(min(Self.socketTimeout, longest))
            }
        }
        if logsEveryDisconnect {
            all["debug"] = [configuration.properties["debug"] ?? "", "broker"].filter { !$0.isEmpty }
                .joined(separator: ",")
        }
        all["bootstrap.servers"] = configuration.bootstrapServers
        all["client.id"] = configuration.clientId
        if configuration.onStatistics != nil {
            all["statistics.interval.ms"] = String(
                min(configuration.statisticsInterval.timeoutMilliseconds, 86_400_000)
            )
        }
        return all.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
    }
}
