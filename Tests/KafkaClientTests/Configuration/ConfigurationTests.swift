import Testing

@testable import KafkaClient

@Suite struct ConfigurationTests {
    private func failure(with properties: [String: String]) -> KafkaError? {
        do {
            _ = try Admin(configuration: ClientConfiguration(bootstrapServers: "localhost:1", properties: properties))
            return nil
        } catch {
            return error
        }
    }

    /// As librdkafka 2.0.2 writes them.
    @Test(arguments: [
        (
            "SASL authentication error: Authentication failed: Invalid username or password (after 741ms in state AUTH_REQ)",
            KafkaError.Code.authentication
        ),
        (
            "SASL SCRAM-SHA-256 mechanism handshake failed: Broker: Unsupported SASL mechanism: broker's supported mechanisms: "
                + "PLAIN (after 301ms in state AUTH_HANDSHAKE)", .authentication
        ),
        (
            "SASL authentication error: SaslAuthenticateRequest failed: Local: Broker handle destroyed (after 0ms in state DOWN)",
            .transport
        ),
        ("Failed to resolve 'nowhere:9092': Name or service not known (after 3ms in state CONNECT)", .resolve),
        ("Connect to ipv4#127.0.0.1:9092 failed: Connection refused (after 0ms in state CONNECT)", .transport),
    ])
    func aLineTellsWhyAConnectionFailed(line: String, code: KafkaError.Code) {
        #expect(KafkaLogLine.failure(line) == code)
    }

    @Test func anUnknownPropertyIsNamed() throws {
        let error = try #require(failure(with: ["no.such.thing": "1"]))
        #expect(error.code == .configuration)
        #expect(error.description.contains("no.such.thing"))
    }

    @Test func aWrongValueIsNamedWithItsProperty() throws {
        let error = try #require(failure(with: ["security.protocol": "carrier-pigeon"]))
        #expect(error.description.contains("security.protocol"))
        #expect(error.description.contains("carrier-pigeon"))
    }

    /// In seconds the transaction, in milliseconds the socket: what the user wants, and what it is.
    @Test(arguments: [
        (5, nil, "5000"), (30, nil, "10000"), (5, "3000", "3000"), (30, "20000", "20000"), (5, "60000", "5000"),
        (1, nil, "1000"),
    ])
    func noRequestOutlastsItsTransaction(_ seconds: Int, _ wanted: String?, _ result: String) throws {
        let configuration = ClientConfiguration(
            bootstrapServers: "localhost:1",
            properties: wanted.map { ["socket.timeout.ms": $0] } ?? [:]
        )
        var options = TransactionalProducer.Options()
        options.transactionTimeout = .seconds(seconds)
        options.messageTimeout = .seconds(max(1, seconds - 1))
        let properties = try ClientSettings.transactional(id: "t", options: options).properties(for: configuration)
        #expect(properties.first { $0.name == "socket.timeout.ms" }?.value == result)
        // The library agrees.
        _ = try TransactionalProducer(configuration: configuration, transactionalId: "t", options: options)
    }

    /// A session of 45 s is the library's default for all that consume, and it refuses a shorter interval.
    @Test func aPollIntervalThatSuitsTheExecutorsSuitsTheReaders() throws {
        let configuration = ClientConfiguration(
            bootstrapServers: "localhost:1",
            properties: ["max.poll.interval.ms": "12000"]
        )
        _ = try LogReader(configuration: configuration)
        let handler = RecordingHandler()
        _ = try Consumer(configuration: configuration, group: "g", topics: ["t"], handler: handler)
    }

    @Test func anUnknownHostIsExplained() async throws {
        let error = await #expect(throws: KafkaError.self) {
            try await blocking {
                let configuration = ClientConfiguration(bootstrapServers: "no-such-host.invalid:9092")
                _ = try Admin(configuration: configuration, timeout: .seconds(3)).listTopics()
            }
        }
        let text = try #require(error?.description)
        #expect(text.contains("no-such-host.invalid:9092"))
        #expect(text.contains("bootstrap.servers"))
    }

    /// Those of transactional producers are many, for their own use.
    @Test(arguments: [([:], KafkaLogLine.Level.info), (["log_level": "3"], .error), (["debug": "topic"], .debug)])
    func onlyTheLogLinesThatAreWantedReachTheHandler(
        properties: [String: String],
        most: KafkaLogLine.Level
    ) async throws {
        let lines = Watched<[KafkaLogLine]>([])
        let configuration = ClientConfiguration(
            bootstrapServers: "no-such-host.invalid:9092",
            properties: properties,
            onLog: { line in lines.change { $0.append(line) } }
        )
        try await blocking {
            let producer = try TransactionalProducer(configuration: configuration, transactionalId: "t")
            try lines.wait("log line") { $0.contains { $0.facility == "FAIL" && $0.level == .error } }
            #expect(lines.current.allSatisfy { $0.level <= most })
            withExtendedLifetime(producer) {}
        }
    }

    @Test func logLinesReachTheHandler() async throws {
        let lines = Watched<[KafkaLogLine]>([])
        let configuration = ClientConfiguration(
            bootstrapServers: "no-such-host.invalid:9092",
            onLog: { line in lines.change { $0.append(line) } }
        )
        try await blocking {
            let admin = try Admin(configuration: configuration)
            try lines.wait("log line") { $0.contains { $0.facility == "FAIL" && $0.level == .error } }
            withExtendedLifetime(admin) {}
        }
    }
}
