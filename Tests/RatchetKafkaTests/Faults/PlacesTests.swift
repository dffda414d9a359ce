import KafkaClient
import KafkaTestSupport
import RatchetEngine
import Testing

@testable import RatchetKafka

/// Where checkpoints were written, as the engine is told.
@Suite struct PlacesTests {
    @Test func theEngineIsToldWhereTheCheckpointsOfRunsLieThatWait() async throws {
        let executor = try MockExecutor()
        try await executor.waitUntilOwner()
        try await executor.bringToGate("now")
        let later = #"{"job":"gated","id":"later","notBefore":"2099-01-01T00:00:00Z"}"#
        try executor.send(to: .triggers, key: "later", later)
        let place = try await eventually("a place") { executor.log.places.first }
        #expect(place.partition == 0)
        #expect(place.jobId == "later")
        executor.gate.open(for: "now")
        try await executor.end(of: "now")
        #expect(executor.log.places.count == 1)
        let reader = try LogReader(
            configuration: ClientConfiguration(bootstrapServers: executor.cluster.bootstrapServers)
        )
        let keys = try await blocking {
            var keys: [String?] = []
            let partition = TopicPartition("ratchet.checkpoints", 0)
            try reader.records(at: [place.offset], of: partition) { keys.append($0.key) }
            return keys
        }
        #expect(keys == ["later"])
        await executor.stop()
    }
}
