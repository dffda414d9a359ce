import Foundation
import Synchronization

/// A line for each thing that is done, and how often each kind was.
final class ChaosLog: Sendable {
    private struct Notes {
        var counts: [String: Int] = [:]
        var faults: [String] = []
    }

    private let start = ContinuousClock.now
    private let notes = Mutex(Notes())

    var elapsed: Double { start.duration(to: .now) / .seconds(1) }

    /// What went wrong and never should.
    var faults: [String] { notes.withLock { $0.faults } }

    var counts: [(what: String, count: Int)] {
        notes.withLock { $0.counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
    }

    func line(_ text: String) {
        let tenths = Int(elapsed * 10)
        print("chaos \(tenths / 10).\(tenths % 10) s: \(text)")
        // So that it can be read while it goes on.
        fflush(nil)
    }

    func count(_ what: String) { notes.withLock { $0.counts[what, default: 0] += 1 } }

    func fault(_ text: String) {
        line("FAULT \(text)")
        notes.withLock { $0.faults.append(text) }
    }
}
