import Foundation
import KafkaClient
import KafkaTestSupport
import RatchetEngine
import Synchronization
import Testing

@testable import RatchetKafka

@Suite struct FaultTableTests {
    struct Request: Sendable {
        let name: String
        let key: Int16
    }
    static let requests: [Request] = [
        .init(name: "Produce", key: 0), .init(name: "AddPartitionsToTxn", key: 24),
        .init(name: "AddOffsetsToTxn", key: 25),
        .init(name: "TxnOffsetCommit", key: 28), .init(name: "EndTxn", key: 26),
    ]

    func make() async throws -> MockExecutor {
        let executor = try MockExecutor()
        try await executor.waitUntilOwner()
        return executor
    }

    @Test(arguments: requests, [false, true])
    func explore(_ request: Request, persistent: Bool) async throws {
        var executor = try await make()
        let codes = KafkaError.Code.ofBrokers + [.init(rawValue: 120), .transport]
        var lines: [String] = []
        for code in codes {
            for truth in persistent ? [CommittedLog.Truth.aborted] : [CommittedLog.Truth.aborted, .committed] {
                let id = "\(request.name)-\(code.rawValue)-\(truth)"
                let clock = ContinuousClock()
                let begin = clock.now
                try executor.trigger(id)
                do {
                    try await eventually("gate \(id)", within: .seconds(10), askingEvery: .milliseconds(2)) {
                        executor.gate.isAwaited(by: id) ? true : nil
                    }
                } catch {
                    lines.append("\(code.rawValue) \(code.name): NO GATE")
                    break
                }
                let from = executor.log.entries.count
                let bad = Mutex(0)
                executor.log.expect(truth) { [executor] in
                    if bad.withLock({
                        $0 += 1
                        return $0
                    }) == 3 {
                        executor.cluster.failNoMore(request: request.key)
                    }
                }
                executor.cluster.fail(Array(repeating: code, count: persistent ? 1000 : 1), request: request.key)
                executor.gate.open(for: id)
                var end: RatchetEngine.Checkpoint?
                let faulted = clock.now
                do {
                    try await eventually("end \(id)", within: .seconds(10), askingEvery: .milliseconds(2)) {
                        [executor] in
                        end = executor.log.committed.end(of: id)
                        if persistent, bad.withLock({ $0 }) == 0, clock.now - faulted > .milliseconds(1500) {
                            executor.cluster.failNoMore(request: request.key)
                        }
                        return end != nil || executor.ending != nil ? true : nil
                    }
                } catch {}
                executor.cluster.failNoMore(request: request.key)
                let words = executor.log.entries[from...].compactMap { entry -> String? in
                    switch entry {
                    case .ended(.committed): "C"
                    case .ended(.aborted(.transient)): "T"
                    case .ended(.aborted(.fenced)): "F"
                    case .ended(.aborted(.refused)): "R"
                    case .ended(.unknown): "U"
                    case .owned: "table"
                    case .assigned: "assigned"
                    case .lost: "lost"
                    case .report(let report):
                        report.message == "A producer was made anew"
                            ? "anew"
                            : report.message.contains("will be retried")
                                ? "retry" : report.message.contains("producer cannot") ? "cannot" : nil
                    }
                }
                let told = executor.log.committed.lines[id] ?? []
                lines.append(
                    "\(code.rawValue) \(code.name) \(truth): \(words.joined(separator: " ")) -> \(end?.status.rawValue ?? "HANG") \(told == ["1", "2", "3"] ? "" : "LINES \(told)") \((clock.now - begin))"
                )
                if end == nil {
                    lines.append(
                        executor.log.entries[from...].compactMap {
                            if case .report(let r) = $0 { "      \(r.message) \(r.metadata)" } else { nil }
                        }.joined(separator: "\n")
                    )
                    let old = executor
                    Task { await old.stop() }
                    executor = try await make()
                }
            }
        }
        try lines.joined(separator: "\n").write(
            toFile: "/tmp/explore-\(request.name)-\(persistent).txt",
            atomically: true,
            encoding: .utf8
        )
        if executor.ending == nil {
            await executor.stop()
        }
    }
}
