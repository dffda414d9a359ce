import KafkaTestSupport
import Testing

extension SystemTests {
    /// What the brokers will never take ends an executor, with the name of the setting and the brokers' limits.
    @Suite(.requiresKafka) struct RefusedSettings {
        @Test(arguments: [
            (
                "--session-timeout", "500ms",
                "the brokers refuse sessionTimeout of 500 ms: they take at least 1000 ms (group.min.session.timeout.ms) "
                    + "and at most 1800000 ms (group.max.session.timeout.ms)."
            ),
            (
                "--transaction-timeout", "20m",
                "the brokers refuse transactionTimeout of 1200000 ms: they take at most 900000 ms "
                    + "(transaction.max.timeout.ms)."
            ),
        ])
        func aTimeThatTheBrokersRefuseEndsTheExecutor(_ flag: String, _ value: String, _ words: String) async throws {
            try await withBench { bench, _ in
                let result = try await bench.deployment.run("executor", flag, value)
                try #require(result.exit == .code(78), "\(result)")
                try #require(result.error.contains(words), "\(result)")
            }
        }
    }
}
