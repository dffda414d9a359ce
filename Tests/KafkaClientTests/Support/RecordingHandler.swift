import KafkaClient

/// Remembers all that a consumer tells, and reads every partition from where the test says.
final class RecordingHandler: ConsumerHandler {
    struct Log: Sendable, CustomStringConvertible {
        var assignments: [[TopicPartition]] = []
        var groups: [GroupMetadata] = []
        var revocations: [[TopicPartition]] = []
        var losses: [[TopicPartition]] = []
        var values: [String] = []
        var offsets: [TopicPartition: [Int64]] = [:]
        var ends: [TopicPartition: Int64] = [:]
        var errors: [KafkaError] = []
        var openRevocation: (@Sendable () -> Void)?

        var assigned: [TopicPartition] {
            assignments.last ?? []
        }

        var description: String {
            "assignments \(assignments), revocations \(revocations), losses \(losses), \(values.count) records, "
                + "ends \(ends), errors \(errors)"
        }
    }

    let log = Watched(Log())
    private let confirmsRevocations: Bool

    init(confirmsRevocations: Bool = true) {
        self.confirmsRevocations = confirmsRevocations
    }

    func assigned(_ partitions: [TopicPartition], group: GroupMetadata) {
        log.change {
            $0.assignments.append(partitions)
            $0.groups.append(group)
        }
    }

    func revoked(_ partitions: [TopicPartition], done: @escaping @Sendable () -> Void) {
        log.change {
            $0.revocations.append(partitions)
            $0.openRevocation = confirmsRevocations ? nil : done
        }
        if confirmsRevocations {
            done()
        }
    }

    func lost(_ partitions: [TopicPartition]) {
        log.change { $0.losses.append(partitions) }
    }

    func received(_ batch: [ConsumerEvent]) {
        log.change { log in
            for event in batch {
                switch event {
                case .record(let record):
                    log.values.append(record.text)
                    log.offsets[record.topicPartition, default: []].append(record.offset)
                case .end(let partition, let offset):
                    log.ends[partition] = offset
                }
            }
        }
    }

    func failed(_ error: KafkaError) {
        log.change { $0.errors.append(error) }
    }
}
