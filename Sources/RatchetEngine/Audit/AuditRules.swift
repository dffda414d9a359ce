/// What an audit judges by.
package final class AuditRules: Sendable {
    package struct Topics: Sendable {
        package let triggers: String
        package let steps: String
        package let checkpoints: String
        package let dead: String
        package let mail: String
        /// What steps publish to, as far as it is checked.
        package let outputs: [String]

        package init(
            triggers: String,
            steps: String,
            checkpoints: String,
            dead: String,
            mail: String,
            outputs: [String] = []
        ) {
            self.triggers = triggers
            self.steps = steps
            self.checkpoints = checkpoints
            self.dead = dead
            self.mail = mail
            self.outputs = outputs
        }
    }

    /// How long things stay that may be deleted in the end, at least.
    package struct Lives: Sendable {
        /// The trace of a dead letter that a person has settled.
        package var settledLetter: Milliseconds = 12 * 3_600_000
        /// The checkpoint of a run that is over.
        package var checkpoint: Milliseconds = 8 * 24 * 3_600_000
        /// How long mail for a run that is not known rests, at most.
        package var mailPatience: Milliseconds = 3_600_000
        /// By which clocks may differ, and deletions be late.
        package var margin: Milliseconds = 24 * 3_600_000

        package init() {}
    }

    package let topics: Topics
    package let partition: @Sendable (_ jobId: String) -> Int32
    /// What is known of the jobs' retries: attempts in all.
    package let attempts: [String: Int]
    package let pickupLimit: Int
    package let lives: Lives
    package let now: Milliseconds
    /// Published records that an earlier reading has found more than once: this one notes where they lie.
    package let doubles: Set<OutputDouble>

    package init(
        topics: Topics,
        partition: @escaping @Sendable (_ jobId: String) -> Int32,
        attempts: [String: Int],
        pickupLimit: Int,
        lives: Lives = Lives(),
        now: Milliseconds,
        doubles: Set<OutputDouble> = []
    ) {
        self.topics = topics
        self.partition = partition
        self.attempts = attempts
        self.pickupLimit = pickupLimit
        self.lives = lives
        self.now = now
        self.doubles = doubles
    }
}
