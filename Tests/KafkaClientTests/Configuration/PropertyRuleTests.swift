import CRDKafka
import Foundation
import Testing

@testable import KafkaClient

@Suite struct PropertyRuleTests {
    /// Every kind of client refuses it, before anything is sent.
    @Test(arguments: PropertyRule.all.filter { if case .refused = $0.value { true } else { false } }.keys.sorted())
    func whatPromisesRestOnCannotBeSet(_ name: String) throws {
        let configuration = ClientConfiguration(bootstrapServers: "localhost:1", properties: [name: "1"])
        let consumer = #expect(throws: KafkaError.self) {
            try Consumer(configuration: configuration, group: "g", topics: ["t"], handler: RecordingHandler())
        }
        let others = [
            #expect(throws: KafkaError.self) { try IdempotentProducer(configuration: configuration) },
            #expect(throws: KafkaError.self) { try LogReader(configuration: configuration) },
            #expect(throws: KafkaError.self) { try Admin(configuration: configuration) },
            #expect(throws: KafkaError.self) {
                try TransactionalProducer(configuration: configuration, transactionalId: "t")
            },
        ]
        for error in [consumer] + others {
            #expect(error?.code == .configuration)
            #expect(error?.message.hasPrefix("the property \(name) cannot be set: ") == true)
        }
    }

    /// What a client needs cannot be overridden by any of a property's names.
    @Test func allThatClientsNeedIsRefused() {
        let needed = [
            ClientSettings.consumer(group: "g", options: Consumer.Options()),
            ClientSettings.reader(.committed),
            ClientSettings.transactional(id: "t", options: TransactionalProducer.Options()),
        ].flatMap(\.essential.keys)
        for name in Set(needed).union(ClientSettings.delivering.keys) {
            #expect(PropertyRule.fault(of: name, "1") != nil, "\(name) is not refused")
        }
    }

    @Test(arguments: [
        ("message.max.bytes", "1000000", "at least 2097152"), ("linger.ms", "900000", "at most 100"),
        ("queue.buffering.max.messages", "1", "at least 10000"),
    ])
    func aValueThatWouldNotDoIsRefused(_ name: String, _ value: String, _ words: String) throws {
        let fault = try #require(PropertyRule.fault(of: name, value))
        #expect(fault.contains("the property \(name) must be \(words), not \(value): "))
    }

    @Test(arguments: [
        ("message.max.bytes", "4194304"), ("linger.ms", "5"), ("linger.ms", "soon"), ("sasl.username", "ratchet"),
    ])
    func othersAreTheLibrarys(_ name: String, _ value: String) {
        #expect(PropertyRule.fault(of: name, value) == nil)
    }

    /// A property that a later librdkafka brings is looked at before it is allowed.
    @Test func everyPropertyOfTheLibraryWasLookedAt() throws {
        let looked = Set(PropertyRule.all.keys).union(Self.harmless).union(Self.pointers)
        #expect(Set(try Self.ofTheLibrary()).subtracting(looked).sorted() == [])
    }

    /// As the library lists them.
    private static func ofTheLibrary() throws -> [String] {
        let file = try #require(tmpfile())
        defer { fclose(file) }
        rd_kafka_conf_properties_show(file)
        rewind(file)
        let text = String(decoding: FileHandle(fileDescriptor: fileno(file)).readDataToEndOfFile(), as: UTF8.self)
        let names = text.split(separator: "\n").compactMap { line -> String? in
            let columns = line.split(separator: "|")
            guard columns.count > 3, !line.hasPrefix("Property"), !line.hasPrefix("-") else { return nil }
            return columns[0].trimmingCharacters(in: .whitespaces)
        }
        try #require(names.count > 100)
        return names
    }

    /// TLS, SASL, tuning: at the worst an executor cannot start, and says why, or is slow.
    private static let harmless = [
        "api.version.request.timeout.ms", "batch.num.messages", "batch.size", "broker.address.family",
        "broker.address.ttl", "builtin.features", "check.crcs", "client.rack", "compression.codec", "compression.level",
        "compression.type", "connections.max.idle.ms", "consume.callback.max.messages", "coordinator.query.interval.ms",
        "debug", "enable.random.seed", "enable.sasl.oauthbearer.unsecure.jwt", "enable.ssl.certificate.verification",
        "fetch.error.backoff.ms", "fetch.max.bytes", "fetch.message.max.bytes", "fetch.min.bytes", "fetch.wait.max.ms",
        "log.connection.close", "log.thread.name", "log_level", "max.partition.fetch.bytes", "max.poll.interval.ms",
        "message.copy.max.bytes",
        "message.send.max.retries", "metadata.max.age.ms", "plugin.library.paths", "produce.offset.report",
        "queue.buffering.backpressure.threshold", "queued.max.messages.kbytes", "queued.min.messages",
        "receive.message.max.bytes", "reconnect.backoff.jitter.ms", "reconnect.backoff.max.ms", "reconnect.backoff.ms",
        "request.timeout.ms", "retries", "retry.backoff.ms", "sasl.kerberos.keytab", "sasl.kerberos.kinit.cmd",
        "sasl.kerberos.min.time.before.relogin", "sasl.kerberos.principal", "sasl.kerberos.service.name",
        "sasl.mechanism", "sasl.mechanisms", "sasl.oauthbearer.client.id", "sasl.oauthbearer.client.secret",
        "sasl.oauthbearer.config", "sasl.oauthbearer.extensions", "sasl.oauthbearer.method", "sasl.oauthbearer.scope",
        "sasl.oauthbearer.token.endpoint.url", "sasl.password", "sasl.username", "security.protocol",
        "socket.blocking.max.ms", "socket.connection.setup.timeout.ms", "socket.keepalive.enable",
        "socket.nagle.disable", "socket.receive.buffer.bytes", "socket.send.buffer.bytes", "socket.timeout.ms",
        "ssl.ca.certificate.stores", "ssl.ca.location", "ssl.ca.pem", "ssl.certificate.location", "ssl.certificate.pem",
        "ssl.cipher.suites", "ssl.crl.location", "ssl.curves.list", "ssl.endpoint.identification.algorithm",
        "ssl.engine.id", "ssl.engine.location", "ssl.key.location", "ssl.key.password", "ssl.key.pem",
        "ssl.keystore.location", "ssl.keystore.password", "ssl.providers", "ssl.sigalgs.list",
        "sticky.partitioning.linger.ms", "topic.metadata.propagation.max.ms", "topic.metadata.refresh.fast.cnt",
        "topic.metadata.refresh.fast.interval.ms", "topic.metadata.refresh.interval.ms",
        "topic.metadata.refresh.sparse",
    ]

    /// The library takes no text for these.
    private static let pointers = [
        "background_event_cb", "closesocket_cb", "connect_cb", "consume_cb", "default_topic_conf", "dr_cb", "dr_msg_cb",
        "error_cb", "interceptors", "log_cb", "msg_order_cmp", "oauthbearer_token_refresh_cb", "offset_commit_cb",
        "opaque", "open_cb", "partitioner_cb", "rebalance_cb", "resolve_cb", "socket_cb", "ssl.certificate.verify_cb",
        "ssl_ca", "ssl_certificate", "ssl_engine_callback_data", "ssl_key", "stats_cb", "throttle_cb",
    ]
}
