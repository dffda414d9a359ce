import RatchetEngine

/// Waits for what happens to one run.
///
/// Pure: told one change after another.
package struct RunFollower: Sendable {
    /// What is known of the run.
    package enum News: Sendable {
        /// The latest checkpoint.
        case checkpoint(Checkpoint)
        /// The trigger was refused: there is no run.
        case refused(Rejection)
        /// There was a run; its retention is over.
        case expired
    }

    package let jobId: String
    package private(set) var latest: News?

    package init(jobId: String) {
        self.jobId = jobId
    }

    /// Nil when the change says nothing new of this run.
    package mutating func apply(_ change: RunChange) -> News? {
        let news: News
        switch change {
        case .checkpoint(let checkpoint) where checkpoint.run.jobId == jobId: news = .checkpoint(checkpoint)
        case .letter(.rejected(let rejection), jobId): news = .refused(rejection)
        case .expired(jobId): news = .expired
        case .checkpoint, .letter, .expired, .resolved, .unreadable: return nil
        }
        latest = news
        return news
    }
}
