import Testing

/// Skips a test or a suite, with the reason, where it cannot have a real broker; notes in the test report what became
/// of it.
package struct RequiresKafka: SuiteTrait, TestTrait {
    enum Need { case anyBroker, ownBrokers }

    let need: Need

    package var isRecursive: Bool { true }

    package func prepare(for test: Test) async throws {
        let missing =
            switch need {
            case .anyBroker: SharedKafka.missing
            case .ownBrokers: KafkaHome.missing
            }
        TestReport.shared?.note(test, skippedBecause: missing)
        guard let missing else { return }
        let skip = ConditionTrait.disabled("\(missing)", sourceLocation: test.sourceLocation)
        try await skip.prepare(for: test)
    }
}

extension Trait where Self == RequiresKafka {
    /// For tests on `SharedKafka.cluster`.
    package static var requiresKafka: Self { RequiresKafka(need: .anyBroker) }

    /// For tests that start brokers of their own, to stop them or to have three: from `KAFKA_HOME`.
    package static var requiresKafkaHome: Self { RequiresKafka(need: .ownBrokers) }
}
