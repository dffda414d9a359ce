/// Whether the topics are as the layout wants them, asked before any work is taken.
struct TopicCheck {
    let settings: ExecutorSettings

    /// Throws an error that lists every difference by which a promise would be broken.
    ///
    /// Blocks.
    func run() throws {
        let differences = try DeployedTopics(configuration: settings.cluster, layout: settings.layout).differences()
        let fatal = differences.filter { $0.severity == .fatal }
        guard fatal.isEmpty else { throw TopicsUnfit(differences: fatal) }
    }
}

/// The topics are not as they must be.
package struct TopicsUnfit: Error, CustomStringConvertible {
    package let differences: [TopicDifference]

    package var description: String {
        let list = differences.map(\.description).joined(separator: "; ")
        return "the topics are not fit for use: \(list). `ratchet topics apply` creates what is missing"
    }
}
