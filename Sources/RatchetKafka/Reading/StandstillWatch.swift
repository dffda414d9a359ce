import KafkaClient
import RatchetEngine

/// Decides from where transactions are open, look after look, which partitions stand still.
///
/// Pure: a partition stands still when the same transaction is open there for longer than one may take.
struct StandstillWatch {
    private struct Place {
        /// Of the open transaction's first record.
        let offset: Int64
        /// When it was first seen: it is open for at least that long.
        let since: Milliseconds
        var isStanding = false
    }

    /// What a look has found out.
    struct News: Equatable {
        /// Partitions that stand still, and did not before: the offsets.
        var began: [TopicPartition: Int64] = [:]
        /// Partitions that were looked at again and have moved on.
        var ended: Set<TopicPartition> = []
    }

    private var places: [TopicPartition: Place] = [:]
    private let patience: @Sendable (TopicPartition) -> Milliseconds

    /// - Parameter patience: how long a transaction may be open in a partition.
    init(patience: @escaping @Sendable (TopicPartition) -> Milliseconds) { self.patience = patience }

    /// Those that stand still, with the offset beyond which they cannot be read.
    var standing: [TopicPartition: Int64] { places.filter(\.value.isStanding).mapValues(\.offset) }

    /// Compares a look with those before.
    ///
    /// - Parameters:
    ///   - open: the first record of the first transaction that is open, where one is.
    ///   - partitions: all that were looked at; others are forgotten.
    ///   - now: on the clock that never jumps.
    /// - Returns: what has changed.
    mutating func look(_ open: [TopicPartition: Int64], in partitions: [TopicPartition], at now: Milliseconds) -> News {
        var news = News()
        var next: [TopicPartition: Place] = [:]
        for partition in partitions {
            let before = places[partition]
            guard let offset = open[partition] else {
                if before?.isStanding == true { news.ended.insert(partition) }
                continue
            }
            var place = Place(offset: offset, since: now)
            if let before, before.offset == offset {
                place = before
            } else if before?.isStanding == true {
                news.ended.insert(partition)
            }
            if !place.isStanding, now - place.since >= patience(partition) {
                place.isStanding = true
                news.began[partition] = offset
            }
            next[partition] = place
        }
        places = next
        return news
    }
}
