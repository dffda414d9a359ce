import RatchetEngine
import RatchetKafka

/// What there is to say while nothing is heard of a run.
struct RunSilence {
    struct Word: Equatable {
        let text: String
        /// For whoever reads lines, too: said once, where others change every second.
        let isNews: Bool
    }

    private let jobId: String
    private let owner: (_ jobId: String) -> RunOwners.Owner?
    private var since: ContinuousClock.Instant
    private var next: ContinuousClock.Instant
    private var hasBegun = false
    /// It goes on by itself at its time, or when what holds it is gone.
    private var rests = false
    private var told: String?

    /// How long a run may be silent before its owner is looked for, and between two looks.
    static let patience: Duration = .seconds(3)
    private static let interval: Duration = .seconds(1)

    init(
        of jobId: String,
        at now: ContinuousClock.Instant = .now,
        owner: @escaping (_ jobId: String) -> RunOwners.Owner?
    ) {
        self.jobId = jobId
        self.owner = owner
        since = now
        next = now + Self.patience
    }

    mutating func heard(_ checkpoint: Checkpoint, at now: ContinuousClock.Instant = .now) {
        since = now
        next = now + Self.patience
        hasBegun = checkpoint.started != nil
        rests = checkpoint.standing.wake != nil || !checkpoint.holds.isEmpty
        told = nil
    }

    /// Why nothing happens, in words; nil when there is nothing new to say.
    ///
    /// Asks the group now and then, which blocks.
    mutating func word(at now: ContinuousClock.Instant = .now) -> Word? {
        guard now >= next else { return nil }
        next = now + Self.interval
        guard let owner = owner(jobId) else { return nil }
        let news: String
        switch owner {
        case .noExecutor: news = "no executor is running: start one"
        case .none where hasBegun: news = "waiting for the run's executor to be replaced"
        case .none: news = "waiting for an executor to take the run's partition"
        case .member:
            guard hasBegun, !rests else { return nil }
            let time = (now - since).components.seconds
            return Word(text: "no word from the run's executor for \(time) s", isNews: false)
        }
        defer { told = news }
        return news == told ? nil : Word(text: news, isNews: true)
    }
}
