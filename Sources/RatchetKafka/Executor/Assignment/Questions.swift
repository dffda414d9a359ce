import KafkaClient
import RatchetEngine
import RatchetThreads
import Synchronization

/// Asks the broker what an assignment needs to know, and for the checkpoints of runs that go on.
///
/// Each question is asked until it is answered, or until nobody wants the answer any more; on a few threads of its own,
/// since one may have to wait for a transaction of a dead owner.
final class Questions: Sendable {
    private let reader: LogReader
    private let layout: TopicLayout
    private let group: String
    private let post: @Sendable (EngineEvent) -> Void
    private let report: @Sendable (Report) -> Void
    private let opening = WorkerThreads(4, name: "ratchet-read")
    /// Runs that go on do not wait for tables.
    private let fetching = WorkerThreads(4, name: "ratchet-fetch")
    private let state = Mutex(State())

    private struct State {
        /// The opening of each partition that is worth an answer.
        var current: [Int32: Int] = [:]
        var isReadyToFetch = false
        var isClosed = false
    }

    init(
        reader: LogReader,
        layout: TopicLayout,
        group: String,
        post: @escaping @Sendable (EngineEvent) -> Void,
        report: @escaping @Sendable (Report) -> Void
    ) {
        self.reader = reader
        self.layout = layout
        self.group = group
        self.post = post
        self.report = report
    }

    func close() {
        state.withLock { $0.isClosed = true }
        opening.stop()
        fetching.stop()
    }

    /// Waits until nothing is pending on the group's offsets.
    func committed(_ purpose: ReadPurpose, _ partition: Int32) {
        if case .opening(let opening) = purpose { state.withLock { $0.current[partition] = opening } }
        ask(partition, purpose.opening, on: opening) { [self] in
            let places = Inbox.allCases.map { TopicPartition(layout.name(of: $0.topic), partition) }
            let found = try reader.committedOffsets(group: group, partitions: places, limit: .seconds(5))
            var positions = CommittedPositions(offsets: [:], mark: nil)
            for (inbox, place) in zip(Inbox.allCases, places) { positions.offsets[inbox] = found[place]?.offset }
            if let steps = found[places[Inbox.steps.rawValue]] { positions.mark = CommitMark(metadata: steps.metadata) }
            post(.committedRead(purpose, partition, positions))
        }
    }

    func ends(_ opening: Int, _ partition: Int32) {
        ask(partition, opening, on: self.opening) { [self] in
            let inboxes = Inbox.allCases.map { TopicPartition(layout.name(of: $0.topic), partition) }
            let checkpoints = TopicPartition(layout.name(of: .checkpoints), partition)
            let mail = TopicPartition(layout.name(of: .mail), partition)
            let marks = try reader.watermarks(inboxes + [checkpoints, mail])
            var ends = LogEnds(
                starts: [:],
                steps: marks[inboxes[Inbox.steps.rawValue]]?.high ?? 0,
                checkpoints: marks[checkpoints]?.high ?? 0,
                mail: marks[mail]?.high ?? 0
            )
            for (inbox, place) in zip(Inbox.allCases, inboxes) { ends.starts[inbox] = marks[place]?.low }
            post(.endsRead(opening: opening, partition, ends))
        }
    }

    /// Waits for transactions that are open before the ends.
    func table(_ opening: Int, _ partition: Int32, upTo ends: LogEnds) {
        ask(partition, opening, on: self.opening) { [self] in
            let checkpoints = TopicPartition(layout.name(of: .checkpoints), partition)
            let mail = TopicPartition(layout.name(of: .mail), partition)
            var table = TableBuilder()
            let positions = try reader.read(
                [checkpoints: .beginning, mail: .beginning],
                upTo: [checkpoints: ends.checkpoints, mail: ends.mail],
                patience: .seconds(20)
            ) { record in
                if record.topic == mail.topic { table.take(mail: record) } else { table.take(checkpoint: record) }
            }
            for unreadable in table.reports { report(unreadable) }
            table.forEachPart(mailEnd: positions[mail] ?? ends.mail) { part in
                post(.tableRead(opening: opening, partition, part))
            }
            getReadyToFetch(checkpoints)
        }
    }

    /// Connects for the first fetch before a run is due.
    private func getReadyToFetch(_ partition: TopicPartition) {
        let isReady = state.withLock { state in
            defer { state.isReadyToFetch = true }
            return state.isReadyToFetch || state.isClosed
        }
        guard !isReady else { return }
        fetching.enqueue { [reader] in try? reader.records(at: [0], of: partition, patience: .seconds(1)) { _ in } }
    }

    /// Single records of `checkpoints`.
    func fetch(_ opening: Int, _ partition: Int32, _ offsets: [Int64]) {
        ask(partition, opening, on: fetching) { [self] in
            var found: [Int64: FetchedCheckpoint.Content] = [:]
            try reader.records(at: offsets, of: TopicPartition(layout.name(of: .checkpoints), partition)) { record in
                found[record.offset] = content(record)
            }
            let items = offsets.map { FetchedCheckpoint(offset: $0, found[$0] ?? .missing) }
            post(.fetched(opening: opening, partition, items))
        }
    }

    private func content(_ record: ConsumedRecord) -> FetchedCheckpoint.Content {
        guard let jobId = record.key else { return .missing }
        do throws(WireError) {
            return try record.checkpoint().map { .found($0) } ?? .missing
        } catch {
            report(.unreadableCheckpoint(of: jobId, record.place, error))
            return .unreadable(jobId: jobId)
        }
    }

    /// The question posts its answer when it has all of it: it is asked again when it throws.
    private func ask(
        _ partition: Int32,
        _ opening: Int?,
        on threads: WorkerThreads,
        _ question: @escaping @Sendable () throws -> Void
    ) {
        threads.enqueue { [self] in
            guard isWanted(partition, opening) else { return }
            do {
                try question()
            } catch {
                report(
                    Report(
                        isExpected(error) ? .debug : .warning,
                        "The broker does not answer yet; asking again",
                        ["partition": "\(partition)", "error": "\(error)"]
                    )
                )
                Pause.brief()
                ask(partition, opening, on: threads, question)
            }
        }
    }

    /// While leaders move or topics are new, every question may have to be asked twice.
    private func isExpected(_ error: any Error) -> Bool { (error as? KafkaError)?.helpsToRetry ?? false }

    private func isWanted(_ partition: Int32, _ opening: Int?) -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            return opening == nil || state.current[partition] == opening
        }
    }
}

extension ReadPurpose {
    fileprivate var opening: Int? {
        if case .opening(let opening) = self { opening } else { nil }
    }
}
