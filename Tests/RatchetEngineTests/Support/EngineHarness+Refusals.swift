@testable import RatchetEngine

extension EngineHarness {
    /// Between two tries.
    static let rest = EngineHarness().engine.configuration.refusalRest

    /// Ends the batch in flight, and those that repeat it, so until it is no longer sent in its form.
    mutating func endAll(_ outcome: BatchOutcome) {
        for _ in 0..<Trouble.triesPerSize {
            if lastBatch == nil { pass(100) }
            end(outcome)
        }
    }

    var lastWrites: [RunWrite] {
        (lastBatch?.parts ?? []).flatMap(\.entries).compactMap { if case .run(let write) = $0 { write } else { nil } }
    }
}
