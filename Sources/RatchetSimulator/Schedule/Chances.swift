/// How probable a schedule's faults are: most schedules have few kinds of them.
struct Chances {
    let kinds: Set<SimulatedFault>
    /// Of a commit.
    let unknownOutcome: Double
    let transientAbort: Double
    let transactionTimeout: Double
    let slowMarkers: Double
    let slowConsumer: Double
    /// Of a moment at which a fault hurts.
    let provocation: Double
    /// Of a request that reads.
    let tornRead: Double

    private static let themes: [Set<SimulatedFault>] = [
        [.crash, .pause, .sessionLoss, .rebalance, .stop, .cutOff],
        [.unknownOutcome, .transientAbort, .transactionTimeout, .slowMarkers, .lostOffsets, .brokerAway, .refusal],
        [.refusal, .clockJump, .rebalance, .stop],
        [.crash, .rebalance, .tornRead, .compaction, .retention, .slowConsumer, .redelivery, .lostOffsets],
    ]

    init(_ profile: SimulationProfile, _ random: inout Randomness) {
        var kinds: Set<SimulatedFault> = []
        let share = random.pick([0.15, 0.3, 0.6]) ?? 0.3
        // What belongs together meets more often than by chance alone.
        let theme = random.chance(0.7) ? random.pick(Self.themes) ?? [] : []
        for kind in SimulatedFault.allCases {
            let isDrawn = random.chance(theme.isEmpty ? share : theme.contains(kind) ? 0.8 : 0.1)
            if isDrawn, profile.kinds.contains(kind) { kinds.insert(kind) }
        }
        self.kinds = kinds
        unknownOutcome = kinds.contains(.unknownOutcome) ? random.pick([0.05, 0.2, 0.5]) ?? 0 : 0
        transientAbort = kinds.contains(.transientAbort) ? random.pick([0.02, 0.1, 0.4]) ?? 0 : 0
        transactionTimeout = kinds.contains(.transactionTimeout) ? random.pick([0.02, 0.1]) ?? 0 : 0
        slowMarkers = kinds.contains(.slowMarkers) ? random.pick([0.1, 0.5]) ?? 0 : 0
        provocation = random.pick([0, 0.1, 0.3, 0.5]) ?? 0
        tornRead = kinds.contains(.tornRead) ? random.pick([0.1, 0.5]) ?? 0 : 0
        slowConsumer = kinds.contains(.slowConsumer) ? random.pick([0.1, 0.5]) ?? 0 : 0
    }

    /// The kinds that have a moment of their own.
    var sudden: [SimulatedFault] {
        let sudden: [SimulatedFault] = [
            .crash, .pause, .sessionLoss, .rebalance, .stop, .brokerAway, .cutOff, .clockJump, .lostOffsets, .retention,
            .compaction, .redelivery, .refusal,
        ]
        return sudden.filter { kinds.contains($0) }
    }
}
