import Ratchet

/// What the calls of one run do, one act after another; the state that a run keeps is the number of its next act.
struct Script: Sendable {
    enum Act: Sendable {
        case pass
        /// Fails while the attempt is not above a number.
        case fail(upTo: Int, RetryPolicy.Decision)
        /// Fails with more words than a record may have.
        case failLoudly(upTo: Int)
        /// Asks to be called later, until a moment.
        case snooze(until: Int64)
        case hang(upTo: Int)
        /// Kills its executor a number of times.
        case kill(times: Int)
        /// Its state cannot be read by the old program, or by any.
        case undecodable(byAll: Bool)
        /// Publishes what the broker refuses.
        case oversize
        /// Returns a state that the broker refuses.
        case oversizeState
        /// Takes longer than its deadline, and succeeds all the same.
        case dawdle(upTo: Int)
        /// Publishes to a topic that does not exist.
        case badTopic(upTo: Int)
        /// Repeats itself for ever.
        case loop
        /// Asks to be called in ten days.
        case oversleep
    }

    struct Scene: Sendable {
        let act: Act
        let outputs: Int
        let notifications: Int
        let duration: Int64
        let isInterruptible: Bool
    }

    let scenes: [Scene]
    let keepsState: Bool

    /// Ends only when it is terminated.
    var isEndless: Bool {
        scenes.contains { scene in
            switch scene.act {
            case .loop, .oversleep: true
            default: false
            }
        }
    }

    /// Can wait for a better program for ever.
    var mayBlock: Bool {
        scenes.contains { if case .undecodable(byAll: true) = $0.act { true } else { false } }
    }

    static func draw(_ random: inout Randomness, horizon: Int64) -> Script {
        let isPlain = random.chance(0.4)
        // Its steps take as long as a rebalance does, and there are more of them.
        let isSlow = random.chance(0.25)
        let count = random.within(isSlow ? 3...10 : 1...5)
        let scenes = (0..<count).map { _ in
            Scene(
                act: isPlain ? .pass : act(&random, horizon),
                outputs: random.within(0...2),
                notifications: random.chance(0.1) ? 1 : 0,
                duration: Int64(random.within(isSlow || random.chance(0.2) ? 20...250 : 0...20)),
                isInterruptible: random.chance(0.3)
            )
        }
        return Script(scenes: scenes, keepsState: random.chance(0.3))
    }

    private static func act(_ random: inout Randomness, _ horizon: Int64) -> Act {
        let often = random.chance(0.15) ? Int.max : random.within(1...2)
        switch random.below(44) {
        case 0..<4: return .fail(upTo: often, .retry)
        case 4: return .fail(upTo: often, .never)
        case 5: return .fail(upTo: often, .retryAfter(.milliseconds(random.within(0...300))))
        case 6: return .fail(upTo: often, .snooze(.milliseconds(random.within(0...50))))
        case 7..<10: return .snooze(until: Int64(random.within(0...Int(horizon))))
        case 10..<12: return .hang(upTo: often)
        case 12..<15: return .kill(times: often)
        case 15..<17: return .undecodable(byAll: random.chance(0.3))
        case 17..<19: return .oversize
        case 19..<21: return .loop
        case 21: return .badTopic(upTo: often)
        case 22: return .failLoudly(upTo: often)
        case 23: return .oversizeState
        case 24..<27: return .dawdle(upTo: often)
        case 27: return .oversleep
        default: return .pass
        }
    }
}
