import KafkaTestSupport

/// A seeded script: what follows what does not depend on how long anything takes.
///
/// Several of them go on at the same time.
struct ChaosTrack: Sendable {
    enum Kind: Sendable, Hashable {
        /// What happens to these executors, one at a time.
        case executors(ClosedRange<Int>)
        case storms
        /// One is down at a time: with three replicas, two of them in sync, nothing that was committed is lost.
        case brokers
        case network
    }

    /// All that goes on at the same time.
    static let all: [Kind] = [.executors(0...1), .executors(2...3), .storms, .brokers, .network]

    let kind: Kind
    private let sessionTimeout: Duration
    private var random: SeededRandom

    init(_ kind: Kind, sessionTimeout: Duration, _ random: SeededRandom) {
        self.kind = kind
        self.sessionTimeout = sessionTimeout
        self.random = random
    }

    /// What is next, and for how long nothing happens before.
    mutating func next() -> (rest: Duration, action: ChaosAction) {
        switch kind {
        case .executors(let range): (seconds(4...20), executorAction(Int.random(in: range, using: &random)))
        case .storms: (seconds(20...45), .storm(rounds: .random(in: 4...8, using: &random), stay: seconds(0.7...1.5)))
        case .brokers: (seconds(15...40), .killBroker(anyBroker(), away: seconds(0.5...10)))
        case .network: (seconds(4...15), networkAction(anyBroker()))
        }
    }

    private mutating func executorAction(_ executor: Int) -> ChaosAction {
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<4: .kill(executor: executor, away: seconds(0...4))
        case 4..<7: .freeze(executor: executor, away: sessionTimeout + seconds(1...6))
        default: .terminate(executor: executor)
        }
    }

    private mutating func networkAction(_ broker: Int) -> ChaosAction {
        switch Int.random(in: 0..<5, using: &random) {
        case 0: .cut(broker: broker, times: .random(in: 1...5, using: &random))
        case 1: .refuse(broker: broker, away: seconds(1...5))
        case 2: .delay(broker: broker, by: seconds(0.05...0.6), away: seconds(3...12))
        case 3:
            .slow(
                broker: broker,
                bytesPerSecond: .random(in: 20_000...200_000, using: &random),
                away: seconds(3...12)
            )
        default: .silence(broker: broker, away: seconds(1...9))
        }
    }

    private mutating func anyBroker() -> Int { .random(in: 0..<3, using: &random) }

    private mutating func seconds(_ range: ClosedRange<Double>) -> Duration {
        .milliseconds(Int(Double.random(in: range, using: &random) * 1000))
    }
}
