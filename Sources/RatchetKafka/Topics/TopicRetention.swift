import RatchetEngine

/// How long records are kept.
package struct TopicRetention: Sendable, Equatable {
    package var triggers: Duration = .days(7)
    package var steps: Duration = .days(7)
    package var commands: Duration = .days(7)
    package var notifications: Duration = .days(30)
    package var activity: Duration = .days(3)
    /// From its end until a run's checkpoint is deleted, and its jobId is free again.
    package var finishedRuns: Duration = .days(14)
    /// A record is kept longer by up to the time that its segment is written to.
    package var segment: Duration = .days(1)
    /// For the broker's check interval and clocks that differ.
    package var margin: Duration = .days(1)

    package init() {}

    static let longest = Duration.days(36_500)

    var isSensible: Bool {
        [triggers, steps, commands, notifications, activity, finishedRuns, segment, margin].allSatisfy { time in
            time >= .milliseconds(1) && time <= Self.longest
        }
    }

    func of(_ topic: Topic) -> Duration? {
        switch topic {
        case .triggers: triggers
        case .steps: steps
        case .commands: commands
        case .notifications: notifications
        case .activity: activity
        case .checkpoints, .dead, .mail: nil
        }
    }
}

extension Duration {
    package static func days(_ days: Int) -> Duration { .seconds(days * 86_400) }

    /// For the words of a message: `14 d`, `90 min`.
    var words: String {
        let (unit, name): (Int64, String) =
            switch milliseconds {
            case let time where time % 86_400_000 == 0: (86_400_000, "d")
            case let time where time % 3_600_000 == 0: (3_600_000, "h")
            case let time where time % 60_000 == 0: (60_000, "min")
            case let time where time % 1000 == 0: (1000, "s")
            default: (1, "ms")
            }
        return "\(milliseconds / unit) \(name)"
    }
}
