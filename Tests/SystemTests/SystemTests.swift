import KafkaTestSupport
import Testing

/// Real processes on a real Apache Kafka.
///
/// One after another: each has a machine's worth of processes. Every test has topics and a group of its own.
@Suite(.serialized, .timeLimit(.minutes(ChaosSettings.given.minutes))) enum SystemTests {}
