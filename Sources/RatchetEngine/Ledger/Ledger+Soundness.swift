extension Ledger {
    /// Whether its parts agree with each other: asserted after every event in debug builds, as long as it is small, and by
    /// the simulator.
    var isSound: Bool { runs.count > Self.soundnessLimit || fault == nil }

    private static let soundnessLimit = 64

    /// What does not agree.
    var fault: String? {
        let places = runs.livePlaces
        let written = (writes.pending + writes.inFlight + writes.refused.writes).compactMap(\.run)
        for place in places {
            let entry = runs[place]
            let writeCount = written.count { $0 == place }
            if writeCount > 1 { return "\(entry.jobId) has \(writeCount) writes" }
            if (entry.write == .none) != (writeCount == 0) { return "\(entry.jobId) has lost its write" }
            // What is taken back is written beside what goes on.
            if isClosing { continue }
            switch entry.stage {
            case .settled, .pickingUp:
                if writeCount == 0 { return "\(entry.jobId) is \(entry.stage) without a write" }
            case .expected, .held, .ready, .continuing, .running:
                if writeCount > 0 { return "\(entry.jobId) is \(entry.stage) with a write" }
            case .waiting: break
            }
        }
        if runs.expectedCount != places.count(where: { runs[$0].stage == .expected }) {
            return "expected runs are miscounted"
        }
        if runs.readyCount != places.count(where: { runs[$0].stage == .ready }) { return "ready runs are miscounted" }
        if writes.pendingBytes != writes.pending.reduce(0, { $0 + $1.bytes }) { return "pending bytes are miscounted" }
        if !writes.hasBatchInFlight, !writes.inFlight.isEmpty { return "writes are in flight without a batch" }
        return nil
    }
}
