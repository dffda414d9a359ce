import KafkaClient
import RatchetEngine
import Synchronization

/// Hears the consumer, on the consumer's thread, and tells the engine.
final class InboxHandler: ConsumerHandler {
    private let inboxes: [String: Inbox]
    private let mail: String
    private let triggers: TriggerDecoder
    private let post: @Sendable (EngineEvent) -> Void
    private let leases: Leases
    private let health: HealthMonitor
    private let report: @Sendable (Report) -> Void
    private let onFatal: @Sendable (KafkaError) -> Void
    private let reading = Mutex<[Int32: Reading]>([:])

    /// How a partition is read now.
    private struct Reading {
        let opening: Int
        /// A row of mail that cannot be read was told of.
        var hasToldOfMail = false
    }

    init(
        layout: TopicLayout,
        triggers: TriggerDecoder,
        leases: Leases,
        health: HealthMonitor,
        post: @escaping @Sendable (EngineEvent) -> Void,
        report: @escaping @Sendable (Report) -> Void,
        onFatal: @escaping @Sendable (KafkaError) -> Void
    ) {
        inboxes = Dictionary(uniqueKeysWithValues: Inbox.allCases.map { (layout.name(of: $0.topic), $0) })
        mail = layout.name(of: .mail)
        self.triggers = triggers
        self.leases = leases
        self.health = health
        self.post = post
        self.report = report
        self.onFatal = onFatal
    }

    func begin(_ opening: Int, of partition: Int32) { reading.withLock { $0[partition] = Reading(opening: opening) } }

    func assigned(_ partitions: [TopicPartition], group: GroupMetadata) {
        let numbers = Set(partitions.map(\.partition))
        // `range` gives the same numbers of all topics, as long as they have equally many.
        guard partitions.count == numbers.count * Inbox.allCases.count else {
            report(Report(.error, "The topics have different numbers of partitions: see `ratchet topics check`"))
            health.raise(.group, "the topics have different numbers of partitions")
            return
        }
        health.clear(.group)
        reading.withLock { $0 = [:] }
        let lease = leases.add(group)
        report(
            Report(
                .info,
                "Partitions assigned",
                [
                    "partitions": numbers.sorted().map { "\($0)" }.joined(separator: ","),
                    "generation": "\(group.generationId)",
                ]
            )
        )
        post(.assigned(lease: lease, numbers.sorted()))
    }

    func revoked(_ partitions: [TopicPartition], done: @escaping @Sendable () -> Void) {
        leases.onRelease(done)
        post(.revoked(Set(partitions.map(\.partition)).sorted()))
    }

    func lost(_ partitions: [TopicPartition]) {
        leases.removeAll()
        report(Report(.warning, "Partitions lost: the group has given them to others"))
        post(.lost(Set(partitions.map(\.partition)).sorted()))
    }

    func received(_ batch: [ConsumerEvent]) {
        var arrivals: [(partition: Int32, list: [Arrival])] = []
        for event in batch {
            let (partition, arrival) = decode(event)
            guard let arrival else { continue }
            if let index = arrivals.firstIndex(where: { $0.partition == partition }) {
                arrivals[index].list.append(arrival)
            } else {
                arrivals.append((partition, [arrival]))
            }
        }
        let reading = reading.withLock { $0 }
        for (partition, list) in arrivals {
            if let opening = reading[partition]?.opening { post(.arrived(opening: opening, partition, list)) }
        }
    }

    private func decode(_ event: ConsumerEvent) -> (Int32, Arrival?) {
        switch event {
        case .end(let place, let offset):
            return (place.partition, inboxes[place.topic].map { .end(of: $0, offset: offset) })
        case .record(let record) where record.topic == mail:
            return (record.partition, decode(mail: record).map { .mail($0) })
        case .record(let record):
            return (record.partition, inboxes[record.topic].map { decode(record, in: $0) })
        }
    }

    private func decode(mail record: ConsumedRecord) -> MailRecord? {
        do throws(WireError) {
            return try record.mail()
        } catch {
            // Once for all of them: a newer program may write many.
            let isNews = reading.withLock { reading in
                defer { reading[record.partition]?.hasToldOfMail = true }
                return reading[record.partition]?.hasToldOfMail == false
            }
            if isNews { report(.unreadableMail(record.place, error)) }
            return nil
        }
    }

    private func decode(_ record: ConsumedRecord, in inbox: Inbox) -> Arrival {
        switch inbox {
        case .steps: ConsumedStep(record: record).arrival()
        case .triggers:
            .trigger(
                offset: record.offset,
                triggers.decode(InboxRecord(record), now: SystemClock.now.wall)
            )
        case .commands:
            .command(
                offset: record.offset,
                CommandCodec.decode(InboxRecord(record), now: SystemClock.now.wall)
            )
        }
    }

    func failed(_ error: KafkaError) {
        report(Report(error.isFatal ? .error : .warning, "The consumer reports an error", ["error": "\(error)"]))
        if error.isFatal || error.code == .invalidSessionTimeout { onFatal(error) }
    }
}

extension Inbox {
    var topic: Topic {
        switch self {
        case .steps: .steps
        case .triggers: .triggers
        case .commands: .commands
        }
    }
}
