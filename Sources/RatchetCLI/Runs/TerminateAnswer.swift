import RatchetEngine
import RatchetKafka

/// What became of a command that ends a run.
enum TerminateAnswer: Sendable {
    case applied(Checkpoint)
    /// The run was over when the command came, or before it was sent.
    case over(Checkpoint)
    case expired
    /// The command is a dead letter: its run never came, for one.
    case refused(Rejection)
    /// Within the time that there was.
    case silence(isRunKnown: Bool)

    /// Nil when the news are no answer.
    init?(_ news: RunFollower.News, to command: String) {
        switch news {
        case .checkpoint(let checkpoint) where !checkpoint.standing.isOver: return nil
        case .checkpoint(let checkpoint) where checkpoint.command?.id == command: self = .applied(checkpoint)
        case .checkpoint(let checkpoint): self = .over(checkpoint)
        case .refused(let rejection): self = .refused(rejection)
        case .expired: self = .expired
        }
    }

    /// As programs are told of it; nil where there is nothing but an error.
    var word: String? {
        switch self {
        case .applied: "applied"
        case .over(let checkpoint): checkpoint.standing.ending == .terminated ? "alreadyTerminated" : "over"
        case .expired: "expired"
        case .refused(let rejection): rejection.reason.rawValue
        case .silence: nil
        }
    }
}
