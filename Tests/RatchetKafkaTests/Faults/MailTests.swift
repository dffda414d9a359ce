import KafkaClient
import KafkaTestSupport
import RatchetEngine
import Testing

@testable import RatchetKafka

/// Commands on their way through `mail`, on a mock cluster.
@Suite struct MailTests {
    @Test func aCommandIsPostedFollowedAndAppliedInOneGo() async throws {
        let executor = try MockExecutor()
        try await executor.waitUntilOwner()
        try await executor.bringToGate("r")
        try executor.send(to: .commands, key: "r", command("c"))
        let end = try await executor.end(of: "r")
        #expect(end.status == .terminated)
        #expect(end.command?.id == "c")
        let mail = try await executor.records(of: .mail)
        #expect(mail.map(\.key) == ["run/r|command/c", "run/r|command/c"])
        let value = #"{"v":1,"from":"ratchet.commands/0/0","command":\#(command("c"))}"#
        #expect(mail.map(\.value) == [value, nil])
        await executor.stop()
    }

    @Test func rowsOfANewerProgramAreToldOnceInALeaseAndHoldUpNothing() async throws {
        let executor = try MockExecutor()
        try await executor.waitUntilOwner()
        try await executor.bringToGate("r")
        for id in 1...3 { try executor.send(to: .mail, key: "run/r|signal/\(id)", #"{"v":1,"name":"approved"}"#) }
        try executor.send(to: .mail, key: "run/r|command/c", #"{"v":2}"#)
        try executor.send(to: .commands, key: "r", command("d"))
        #expect(try await executor.end(of: "r").command?.id == "d")
        let told = executor.log.reports(.warning).filter { $0.contains("row of mail") }
        #expect(told == ["A row of mail cannot be read by this version: it is left where it is"])
        let settled = try await executor.records(of: .mail).filter { $0.value == nil }
        #expect(settled.map(\.key) == ["run/r|command/d"])
        await executor.stop()
    }

    private func command(_ id: String) -> String {
        #"{"v":1,"id":"\#(id)","command":"terminate","by":"test","at":1}"#
    }
}

extension MockExecutor {
    /// All that was ever written there.
    fileprivate func records(of topic: Topic) async throws -> [(key: String?, value: String?)] {
        let client = ClientConfiguration(bootstrapServers: cluster.bootstrapServers)
        return try await blocking {
            var records: [(key: String?, value: String?)] = []
            try LogReader(configuration: client).read(topic: "ratchet.\(topic.rawValue)") { record in
                records.append((record.key, record.value.map { String(decoding: $0, as: UTF8.self) }))
            }
            return records
        }
    }
}
