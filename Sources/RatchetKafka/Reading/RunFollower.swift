import RatchetEngine

/// Waits for what happens to one run.
///
/// Pure: told one change after another.
package struct RunFollower: Sendable {
    /// What is known of the run.
    package enum News: Sendable {
        /// The latest checkpoint.
        case checkpoint(Checkpoint)
        /// The trigger, or the command, was refused.
        case refused(Rejection)
        /// There was a run; its retention is over.
        case expired
    }

    package let jobId: String
    /// The place of the trigger that may start the run, or of a command for it, `ratchet.triggers/3/1042`: the key of its
    /// dead letter when it is refused.
    package let place: String?
    package private(set) var latest: News?

    package init(jobId: String, place: String? = nil) {
        self.jobId = jobId
        self.place = place
    }

    /// The keys of the records that tell of the run.
    package var keys: Set<String> { Set([jobId, place].compactMap { $0 }) }

    /// Nil when the change says nothing new of this run.
    package mutating func apply(_ change: RunChange) -> News? {
        let news: News
        switch change {
        case .checkpoint(let checkpoint) where checkpoint.run.jobId == jobId: news = .checkpoint(checkpoint)
        case .letter(.rejected(let rejection), let key) where key == place: news = .refused(rejection)
        case .expired(jobId): news = .expired
        case .checkpoint, .letter, .expired, .resolved, .unreadable: return nil
        }
        latest = news
        return news
    }
}
