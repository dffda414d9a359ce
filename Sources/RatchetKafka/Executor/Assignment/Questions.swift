import KafkaClient
import RatchetEngine
import RatchetThreads
import Synchronization

/// Asks the broker what an assignment needs to know.
///
/// Each question is asked until it is answered, or until nobody wants the answer any more; on a few threads of its own,
/// since one may have to wait for a transaction of a dead owner.
final class Questions: Sendable {
    private let reader: LogReader
    private let layout: TopicLayout
    private let group: String
    private let post: @Sendable (EngineEvent) -> Void
    private let report: @Sendable (Report) -> Void
    private let threads: [SerialThread]
    private let state = Mutex(State())

    private struct State {
        var next = 0
        /// The opening of each partition that is worth an answer.
        var current: [Int32: Int] = [:]
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
        threads = (0..<4).map { SerialThread(name: "ratchet-read-\($0)", idlePeriod: .seconds(60), idle: {}) }
    }

    func close() {
        state.withLock { $0.isClosed = true }
        for thread in threads { thread.stop() }
    }

    /// Waits until nothing is pending on the group's offsets.
    func committed(_ purpose: ReadPurpose, _ partition: Int32) {
        if case .opening(let opening) = purpose { state.withLock { $0.current[partition] = opening } }
        ask(partition, purpose.opening) { [self] in
            let places = Inbox.allCases.map { TopicPartition(layout.name(of: $0.topic), partition) }
            let found = try reader.committedOffsets(group: group, partitions: places, limit: .seconds(5))
            var positions = CommittedPositions(offsets: [:], mark: nil)
            for (inbox, place) in zip(Inbox.allCases, places) { positions.offsets[inbox] = found[place]?.offset }
            if let steps = found[places[Inbox.steps.rawValue]] { positions.mark = CommitMark(metadata: steps.metadata) }
            post(.committedRead(purpose, partition, positions))
        }
    }

    func ends(_ opening: Int, _ partition: Int32) {
        ask(partition, opening) { [self] in
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
        ask(partition, opening) { [self] in
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
        }
    }

    /// The question posts its answer when it has all of it: it is asked again when it throws.
    private func ask(_ partition: Int32, _ opening: Int?, _ question: @escaping @Sendable () throws -> Void) {
        let thread = state.withLock { state in
            state.next += 1
            return threads[state.next % threads.count]
        }
        thread.enqueue { [self] in
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
                ask(partition, opening, question)
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
