import RatchetSimulator
import Testing

@Suite struct FaultTests {
    /// How a schedule's trace tells that a fault of a kind has happened.
    private static let signs: [SimulatedFault: String] = [
        .crash: "is killed", .pause: "stands still", .sessionLoss: "group drops", .rebalance: "fault: rebalance",
        .stop: "is told to stop", .brokerAway: "fault: brokerAway", .cutOff: "is cut off for", .clockJump: "jumps by",
        .unknownOutcome: "nobody knows how", .transientAbort: "aborted: scripted", .transactionTimeout: "times out",
        .slowMarkers: "committed", .slowConsumer: "arrived", .redelivery: "fault: redelivery",
        .tornRead: "reads the table of", .lostOffsets: "fault: lostOffsets", .retention: "fault: retention",
        .compaction: "fault: compaction", .oldProgram: "with the old program", .refusal: "may not be written to",
    ]

    @Test(arguments: SimulatedFault.allCases)
    func `a fault that a profile has happens, and all holds`(kind: SimulatedFault) throws {
        let sign = try #require(Self.signs[kind])
        var profile = SimulationProfile()
        profile.kinds = [kind]
        let reports = (1...60).map { Simulation(seed: $0, profile: profile).traced() }
        let violations = reports.compactMap { report in report.violation.map { "seed \(report.seed): \($0)" } }
        #expect(violations == [])
        #expect(reports.contains { report in report.trace.contains { $0.contains(sign) } })
    }

    @Test func `a fault that a profile does not have does not happen`() {
        var profile = SimulationProfile()
        profile.kinds = [.rebalance]
        // Steps kill their executors too, which leaves transactions open, and hang until theirs is stopped; an oversize
        // record makes the library fail twice more.
        let others: Set<SimulatedFault> = [
            .crash, .sessionLoss, .stop, .transactionTimeout, .transientAbort, .slowMarkers, .slowConsumer,
        ]
        let signs = Self.signs.filter { $0.key != .rebalance && !others.contains($0.key) }
        for seed: UInt64 in 1...60 {
            let trace = Simulation(seed: seed, profile: profile).traced().trace
            for (kind, sign) in signs {
                #expect(!trace.contains { $0.contains(sign) }, "\(kind) happens with seed \(seed)")
            }
        }
    }

    /// In time and in what happens, to the last event.
    @Test(arguments: [SimulatedFault.slowMarkers, .slowConsumer])
    func `a fault that only delays changes what happens`(kind: SimulatedFault) {
        var (with, without) = (SimulationProfile(), SimulationProfile())
        (with.kinds, without.kinds) = ([kind], [])
        let isChanged = (1...60).contains {
            Simulation(seed: $0, profile: with).traced().trace != Simulation(seed: $0, profile: without).traced().trace
        }
        #expect(isChanged)
    }
}
