import KafkaClient
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
    private let standstill: (_ jobId: String, _ hasBegun: Bool) -> Standstill?
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
        owner: @escaping (_ jobId: String) -> RunOwners.Owner?,
        standstill: @escaping (_ jobId: String, _ hasBegun: Bool) -> Standstill? = { _, _ in nil }
    ) {
        self.jobId = jobId
        self.owner = owner
        self.standstill = standstill
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
    /// Asks the brokers now and then, which blocks.
    mutating func word(at now: ContinuousClock.Instant = .now, time: Milliseconds = SystemClock.now.wall) -> Word? {
        guard now >= next else { return nil }
        next = now + Self.interval
        switch owner(jobId) {
        case .noExecutor: return news("no executor is running: start one")
        case .some(.none) where hasBegun: return news("waiting for the run's executor to be replaced")
        case .some(.none): return news("waiting for an executor to take the run's partition")
        case .member:
            guard !rests else { return nil }
            if let standstill = standstill(jobId, hasBegun) { return word(of: standstill, at: time) }
            let seconds = (now - since).components.seconds
            return hasBegun ? Word(text: "no word from the run's executor for \(seconds) s", isNews: false) : nil
        case nil:
            return rests ? nil : standstill(jobId, hasBegun).map { word(of: $0, at: time) }
        }
    }

    private mutating func news(_ text: String) -> Word? {
        defer { told = text }
        return text == told ? nil : Word(text: text, isNews: true)
    }

    /// How long it has been open changes all the time: it is news once.
    private mutating func word(of standstill: Standstill, at time: Milliseconds) -> Word {
        let place = "\(standstill.partition) \(standstill.offset)"
        defer { told = place }
        return Word(text: standstill.wordsAndAdvice(at: time), isNews: place != told)
    }
}
