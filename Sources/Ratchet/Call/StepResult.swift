import Foundation

/// What came of one call of user code: the verdict, and what commits with it.
package final class StepResult: Sendable {
    /// How the call ended.
    package enum Verdict: Sendable {
        /// Perform again with this state (JSON, state version).
        case next(state: [UInt8], version: Int)
        /// The run is over; a state that was kept stays readable as its result.
        case complete(state: [UInt8]?, version: Int)
        /// User code threw, or its result does not encode.
        case failed(StepFailure)
        /// A cut inside an interruptible region: repeat from the last checkpoint, no attempt used.
        case interrupted
        /// The stored state or parameters do not decode with this program: park the run, do not fail it.
        case undecodable(message: String)
    }

    package let verdict: Verdict
    /// Empty unless the verdict is `next` or `complete`.
    package let staged: Staged
    package let progress: Progress?

    package init(verdict: Verdict, staged: Staged = Staged(), progress: Progress? = nil) {
        self.verdict = verdict
        self.staged = staged
        self.progress = progress
    }
}

/// What a step sent through its context: committed with the step or not at all.
package struct Staged: Sendable {
    package var outputs: [Output] = []
    package var notifications: [Notification] = []

    package init(outputs: [Output] = [], notifications: [Notification] = []) {
        self.outputs = outputs
        self.notifications = notifications
    }

    package var isEmpty: Bool { outputs.isEmpty && notifications.isEmpty }
}

/// A record that a step publishes.
package struct Output: Sendable, Equatable {
    package let topic: String
    package let key: String?
    package let value: [UInt8]

    package init(topic: String, key: String?, value: [UInt8]) {
        self.topic = topic
        self.key = key
        self.value = value
    }
}

/// A line for the activity log of a tenant.
package struct Notification: Sendable, Equatable {
    package let level: Level
    package let activity: String
    package let title: String
    package let summary: String
    package let details: String?

    package init(level: Level, activity: String, title: String, summary: String, details: String?) {
        self.level = level
        self.activity = activity
        self.title = title
        self.summary = summary
        self.details = details
    }
}

/// How far a run is, in units of the job's own choice.
package struct Progress: Sendable, Equatable {
    package var done: Int
    package var total: Int?
    package var note: String?
    /// Of the record that it was read from.
    package var unknown = UnknownMembers()

    package init(done: Int, total: Int?, note: String?) {
        self.done = done
        self.total = total
        self.note = note
    }
}

/// Why a call failed, and what the job's policy says of trying again.
package struct StepFailure: Sendable, Equatable {
    /// The error's type, for people and filters: `StoreError`.
    package let type: String
    package let message: String
    package let decision: RetryPolicy.Decision

    package init(type: String, message: String, decision: RetryPolicy.Decision) {
        self.type = type
        self.message = message
        self.decision = decision
    }
}
