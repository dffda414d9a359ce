import Foundation
import KafkaTestSupport
import Testing

@Suite(.requiresKafka) struct SharedKafkaTests {
    @Test func isOneBrokerForAllWhoAskAtTheSameTime() async throws {
        let servers = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<8 { group.addTask { try await SharedKafka.cluster.bootstrapServers } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(servers.count == 1)
    }
}

@Suite(.requiresKafkaHome, .serialized) struct KafkaClusterTests {
    @Test func comesBackAfterAKillWithItsPortAndItsData() async throws {
        try await withKafkaCluster { cluster in
            let broker = try #require(cluster.brokers.first)
            try await broker.kill()
            await #expect(throws: SupportError.self) { try await cluster.waitUntilReady() }
            try broker.start()
            try await cluster.waitUntilReady()
            try await broker.restart()
            try await cluster.waitUntilReady()
        }
    }

    @Test func threeBrokersNoticeThatOneIsKilledOrPausedAndTakeItBack() async throws {
        try await withKafkaCluster(brokers: 3) { cluster in
            #expect(cluster.bootstrapServers.split(separator: ",").count == 3)
            try await cluster.brokers[1].kill()
            try await cluster.waitUntilReady(brokers: 2)
            try cluster.brokers[1].start()
            try await cluster.waitUntilReady()
            cluster.brokers[2].pause()
            try await cluster.waitUntilReady(brokers: 2)
            cluster.brokers[2].resume()
            try await cluster.waitUntilReady()
        }
    }

    @Test func aBrokerThatCannotStartSaysWhy() async throws {
        let error = await #expect(throws: SupportError.self) {
            try await KafkaCluster.start(settings: ["num.io.threads": "none"])
        }
        #expect(error?.message.contains("num.io.threads") == true)
    }
}
