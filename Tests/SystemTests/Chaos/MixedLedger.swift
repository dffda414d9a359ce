import Foundation
import KafkaClient

/// What is in the topic that mixed runs publish to, beside what must be there.
struct MixedLedger {
    private var expected: [String: [MixedRun.Row]] = [:]
    private var found: [String: [MixedRun.Row]] = [:]
    private(set) var rows = 0

    /// These rows must be there, in this order, and no others of the run.
    mutating func expect(_ rows: [MixedRun.Row], of jobId: String) { expected[jobId] = rows }

    mutating func add(_ records: [ConsumedRecord]) throws {
        let decoder = JSONDecoder()
        for record in records {
            add(try decoder.decode(MixedRun.Row.self, from: Data(record.value ?? [])), key: record.key ?? "")
        }
    }

    mutating func add(_ row: MixedRun.Row, key: String) {
        found[key, default: []].append(row)
        rows += 1
    }

    /// A line for each run that has published other rows than it should have, or in another order.
    var faults: [String] {
        Set(expected.keys).union(found.keys).sorted().compactMap { jobId in
            let (wanted, there) = (expected[jobId] ?? [], found[jobId] ?? [])
            guard wanted != there else { return nil }
            let index = zip(wanted, there).enumerated().first { $1.0 != $1.1 }?.offset ?? min(wanted.count, there.count)
            let words = { (rows: [MixedRun.Row]) in
                index < rows.count ? rows[index].words : "nothing"
            }
            return "\(jobId): \(there.count) rows instead of \(wanted.count); "
                + "row \(index) is \(words(there)) instead of \(words(wanted))"
        }
    }
}
