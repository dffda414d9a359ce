import KafkaClient

/// What is to be audited.
package struct AuditSettings: Sendable {
    package var cluster: ClientConfiguration
    /// Goes before the topics' names.
    package var prefix: String
    /// Of the executors: what it has read is checked to have led to something.
    package var group: String
    /// Topics that steps publish to.
    package var outputs: [String] = []
    /// Attempts in all, by job, as far as this program has the jobs.
    package var attempts: [String: Int] = [:]
    /// How long the executors let mail rest for a run that is not known.
    package var mailPatience = Duration.seconds(3_600)
    /// Readers at the same time.
    package var readers = 2
    /// How long a reading may stand still: longer than transactions may stay open.
    package var patience = Duration.seconds(60)

    package init(cluster: ClientConfiguration, prefix: String, group: String) {
        self.cluster = cluster
        self.prefix = prefix
        self.group = group
    }

    /// Whether Ratchet itself writes the topic.
    package func isOwn(_ topic: String) -> Bool { Topic.allCases.contains { prefix + $0.rawValue == topic } }
}
