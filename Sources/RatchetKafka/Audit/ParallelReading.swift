import Dispatch
import KafkaClient
import RatchetThreads
import Synchronization

/// Reads partitions on several threads, each a share of them.
struct ParallelReading {
    let reader: LogReader
    let threads: Int
    let patience: Duration
    /// Called on any thread while a transaction that is open is waited for.
    let onStandstill: @Sendable (Standstill) -> Void

    typealias Starts = [TopicPartition: LogReader.Start]
    typealias Ends = [TopicPartition: Int64]

    /// Reads each partition from a start to where it ends now.
    ///
    /// - Parameters:
    ///   - starts: the partitions, and where to begin.
    ///   - onRecord: called on several threads; for one partition in the order of its records.
    /// - Returns: for each partition the offset up to which everything was read.
    /// - Throws: the first error, which ends all.
    @discardableResult
    func callAsFunction(
        _ starts: Starts,
        onRecord: @escaping @Sendable (ConsumedRecord) throws -> Void
    ) throws -> Ends {
        let shares = try shares(of: starts)
        let outcome = Outcome()
        let done = DispatchGroup()
        let workers = shares.indices.map { SerialThread(name: "ratchet-audit-\($0)", idlePeriod: .seconds(60)) {} }
        for (share, worker) in zip(shares, workers) {
            done.enter()
            worker.enqueue { [reader, patience, onStandstill] in
                defer { done.leave() }
                do {
                    let ends = try reader.read(share, patience: patience, onStandstill: onStandstill) { record in
                        if outcome.hasFailed { throw CancellationError() }
                        try onRecord(record)
                    }
                    outcome.add(ends)
                } catch {
                    outcome.fail(error)
                }
            }
        }
        done.wait()
        return try outcome.ends()
    }

    /// Partitions in groups with about as many records each.
    private func shares(of starts: Starts) throws -> [Starts] {
        let sizes = try reader.watermarks(Array(starts.keys)).mapValues { $0.high - $0.low }
        var shares = Array(repeating: (starts: Starts(), size: Int64(0)), count: max(1, threads))
        for (partition, size) in sizes.sorted(by: { $0.value > $1.value }) where size > 0 {
            guard let least = shares.indices.min(by: { shares[$0].size < shares[$1].size }) else { continue }
            shares[least].starts[partition] = starts[partition]
            shares[least].size += size
        }
        // An empty partition may have got records by now.
        for (partition, size) in sizes where size == 0 { shares[0].starts[partition] = starts[partition] }
        return shares.map(\.starts).filter { !$0.isEmpty }
    }

    private final class Outcome: Sendable {
        private let result = Mutex<Result<Ends, any Error>>(.success([:]))

        var hasFailed: Bool {
            result.withLock { result in
                if case .failure = result { true } else { false }
            }
        }

        func add(_ ends: Ends) {
            result.withLock { $0 = $0.map { $0.merging(ends) { $1 } } }
        }

        /// The first counts.
        func fail(_ error: any Error) {
            result.withLock { result in
                if case .success = result { result = .failure(error) }
            }
        }

        func ends() throws -> Ends { try result.withLock { try $0.get() } }
    }
}
