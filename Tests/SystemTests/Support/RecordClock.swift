import KafkaClient
import KafkaTestSupport
import RatchetKafka

/// Tells the time by the records of a topic.
struct RecordClock: Sendable {
    private let reader: LogReader
    private let partitions: [TopicPartition]

    /// Connects, so that looking at the time later takes no time.
    init(of topic: Topic, in deployment: Deployment) async throws {
        let name = deployment.name(of: topic)
        (reader, partitions) = try await blocking { [client = deployment.client] in
            let reader = try LogReader(configuration: client)
            let partitions = try reader.partitions(of: name)
            _ = try reader.watermarks(partitions)
            return (reader, partitions)
        }
    }

    /// From the first record that `isMeant` to the newest of all that are there now.
    func millisecondsSince(_ isMeant: @escaping @Sendable (ConsumedRecord) -> Bool) async throws -> Int64 {
        try await blocking { [reader, partitions] in
            let ends = try reader.watermarks(partitions)
            var first: Int64?
            var newest: Int64 = 0
            try reader.read(ends.mapValues { .offset($0.low) }) { record in
                // The end is asked for anew when the reading begins.
                guard let end = ends[record.topicPartition], record.offset < end.high else { return }
                let time = record.timestamp.milliseconds
                newest = max(newest, time)
                if isMeant(record) { first = min(first ?? time, time) }
            }
            guard let first else { throw SupportError(.timedOut, "there is no such record") }
            return newest - first
        }
    }
}
