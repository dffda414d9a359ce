import KafkaTestSupport
import RatchetKafka
import Testing

extension SystemTests {
    /// Compaction takes checkpoints away while they are read, and the audit finds nothing wrong with it.
    @Suite(.requiresKafkaHome) struct AuditDuringCompaction {
        @Test func nothingIsWrongWithWhatCompactionLeaves() async throws {
            try await withEagerCompaction { bench, watch in
                _ = try await bench.deployment.startExecutor("executor")
                let ids = try await bench.startLedgers((1...6).map { "run-\($0)" }, steps: 250, pace: 20)
                var (audits, compacted, unconfirmed) = (0, 0, 0)
                while ids.contains(where: { watch.latest($0)?.standing.isOver != true }) {
                    let summary = try await bench.checkAudit()
                    compacted += summary.unchecked["compactedHistories"] ?? 0
                    unconfirmed += summary.unconfirmed
                    audits += 1
                }
                print("\(audits) audits, \(compacted) compacted histories, \(unconfirmed) not confirmed")
                try #require(compacted > 0, "nothing was compacted")
                let summary = try await bench.checkAudit()
                try #require(summary.runs["complete"] == 6)
                try #require(summary.publishedRecords == 6 * 250)
            }
        }
    }
}
