import KafkaClient

/// The topics of a deployment as the brokers have them.
///
/// Every call blocks its thread, which must not be one of Swift's pool.
package struct DeployedTopics: Sendable {
    private let admin: Admin
    private let layout: TopicLayout

    /// Connects to nothing yet; each question to the brokers has this time-out.
    package init(
        configuration: ClientConfiguration,
        layout: TopicLayout,
        timeout: Duration = .seconds(15)
    ) throws(KafkaError) {
        admin = try Admin(configuration: configuration, timeout: timeout)
        self.layout = layout
    }

    /// Where the brokers' topics are not as the layout wants them.
    ///
    /// - Parameter created: topics that were created just now: the broker that answers may not know of them yet, which
    ///   is waited for.
    /// - Returns: the differences, in the layout's order.
    /// - Throws: `KafkaError` when the brokers cannot be asked.
    package func differences(after created: [String] = []) throws(KafkaError) -> [TopicDifference] {
        let end = ContinuousClock.now + .seconds(15)
        var described = try admin.describeTopics(layout.specifications.map(\.name))
        while !created.allSatisfy({ described[$0] != nil }), ContinuousClock.now < end {
            Pause.brief()
            described = try admin.describeTopics(layout.specifications.map(\.name))
        }
        return layout.differences(from: described)
    }

    /// Creates the topics that are missing.
    ///
    /// - Returns: their names, in the layout's order.
    /// - Throws: the first error of a topic that could not be created; the others were created even so.
    package func createMissing() throws(KafkaError) -> [String] {
        let names = layout.specifications.map(\.name)
        let existing = Set(try admin.describeTopics(names).keys)
        let missing = layout.specifications.filter { !existing.contains($0.name) }
        let outcomes = try admin.createTopics(missing)
        var created: [String] = []
        for name in missing.map(\.name) {
            switch outcomes[name] {
            case .created: created.append(name)
            case .failed(let error): throw error
            case .alreadyExists, nil: break
            }
        }
        return created
    }
}
