import KafkaClient
import RatchetEngine

extension TopicDifference {
    /// A partition that stands still at this time of day.
    package init(_ standstill: Standstill, at now: Milliseconds) {
        self.init(
            topic: standstill.partition.topic,
            severity: .fatal,
            description: standstill.wordsAndAdvice(at: now)
        )
    }
}
