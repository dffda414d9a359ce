import KafkaClient
import Testing

@Suite struct ConfigurationTests {
    private func failure(with properties: [String: String]) -> KafkaError? {
        do {
            _ = try Admin(configuration: ClientConfiguration(bootstrapServers: "localhost:1", properties: properties))
            return nil
        } catch {
            return error
        }
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

    @Test func aPropertyThatGuaranteesRestOnCannotBeSet() throws {
        let configuration = ClientConfiguration(
            bootstrapServers: "localhost:1",
            properties: ["isolation.level": "read_uncommitted"]
        )
        let error = #expect(throws: KafkaError.self) {
            try Consumer(configuration: configuration, group: "g", topics: ["t"], handler: RecordingHandler())
        }
        #expect(error?.code == .configuration)
        #expect(error?.message.contains("isolation.level") == true)
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
