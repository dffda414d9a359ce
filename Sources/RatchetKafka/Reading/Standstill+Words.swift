import Foundation
import KafkaClient
import RatchetEngine

extension Standstill {
    /// What a person has to know, without what to do.
    package func words(at now: Milliseconds) -> String {
        let place = "partition \(partition.partition) of \(partition.topic) cannot be read beyond offset \(offset)"
        guard let since else { return "\(place): a transaction is open there" }
        // Whole seconds: the clocks that are compared are two.
        let seconds = max(0, now - since) / 1_000
        let time = seconds < 600 ? "\(seconds) s" : seconds < 36_000 ? "\(seconds / 60) min" : "\(seconds / 3_600) h"
        return "\(place): a transaction has been open there for \(time), since \(startText ?? "")"
    }

    /// The same, and what to do.
    package func wordsAndAdvice(at now: Milliseconds) -> String { "\(words(at: now)). \(Self.advice)" }

    /// As in `2026-11-24T02:00:00Z`.
    package var startText: String? {
        since.map { Date(timeIntervalSince1970: Double($0) / 1_000).formatted(.iso8601) }
    }

    /// What to do about it.
    static let advice =
        "Start its producer again with the same transactional id, or abort the transaction with kafka-transactions.sh; "
        + "the brokers end it after the producer's transaction.timeout.ms"
}
