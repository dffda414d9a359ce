import Foundation
import KafkaClient
import KafkaTestSupport
import Synchronization
import Testing

@Suite(.requiresKafkaHome, .serialized) struct KafkaBehindProxiesTests {
    @Test func clientsComeThroughTheProxiesAndComeBackAfterACut() async throws {
        try await withKafkaCluster(brokers: 3, behindProxies: true) { cluster in
            let proxies = cluster.brokers.compactMap(\.proxy)
            try #require(proxies.count == 3)
            let client = ClientConfiguration(bootstrapServers: cluster.bootstrapServers)
            let topic = TopicSpecification("t", partitions: 3, replicationFactor: 3)
            _ = try await onAThread { try Admin(configuration: client).createTopics([topic]) }
            let producer = try IdempotentProducer(configuration: client, messageTimeout: .patience)
            let offsets = Mutex<[Int64]>([])
            func send() {
                for partition in Int32(0)..<3 {
                    let record = OutgoingRecord(topic: "t", partition: partition, key: "k", value: [1])
                    producer.send(record) { result in
                        if let offset = try? result.get() { offsets.withLock { $0.append(offset) } }
                    }
                }
            }
            send()
            try await onAThread { try producer.flush(timeout: .patience) }
            // A leader of each partition: all three have been reached, and nobody went round.
            for proxy in proxies { #expect(proxy.connections > 0 && proxy.arrivedBytes > 0) }
            for proxy in proxies {
                proxy.refuse()
                proxy.cut()
            }
            send()
            try await eventually("clients that lost their brokers") {
                proxies.allSatisfy { $0.connections == 0 } ? true : nil
            }
            for proxy in proxies { try proxy.heal() }
            try await onAThread { try producer.flush(timeout: .patience) }
            #expect(offsets.withLock { $0.sorted() } == [0, 0, 0, 1, 1, 1])
        }
    }
}

/// For calls that wait for a broker.
private func onAThread<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { done in
        Thread.detachNewThread { done.resume(with: .init(catching: body)) }
    }
}
