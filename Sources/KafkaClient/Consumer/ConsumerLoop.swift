import CRDKafka
import Foundation
import Synchronization

/// The consumer's thread: polls, does what the owner asks, tells the handler.
///
/// `@unchecked Sendable`: all but `inbox` and `wakeUp` is touched only by the thread that runs `run`; the rebalance
/// callback comes on it too, since librdkafka calls it from within poll and close.
final class ConsumerLoop: @unchecked Sendable {
    enum Command: Sendable {
        case read([TopicPartition: Int64], begin: @Sendable () -> Void)
        case pause([TopicPartition])
        case resume([TopicPartition])
    }

    private struct Inbox {
        var commands: [Command] = []
        var isStopping = false
        /// The library is closing the consumer: a wake-up would make it stop half-way, and destroying it hang.
        var isClosing = false
    }

    let handler: any ConsumerHandler
    let options: Consumer.Options
    private var storedClient: ClientHandle?
    private var wakeUp: QueueHandle?
    /// With a handle the library asks at once who leads a topic that is not subscribed to; else it looks once a second.
    private var companions: [TopicHandle] = []
    private let inbox = Mutex(Inbox())

    var positions = ReadingPositions()
    var starts = PendingStarts()
    var names = TopicNames()
    /// Taken from the library, not yet told to the handler.
    private var batch: [ConsumerEvent] = []
    /// The library said so at some moment; its own mark is wiped by every assign call.
    var isAssignmentLost = false

    init(
        _ configuration: ClientConfiguration,
        group: String,
        topics: [String],
        options: Consumer.Options,
        handler: any ConsumerHandler
    ) throws(KafkaError) {
        self.handler = handler
        self.options = options
        let settings = ClientSettings.consumer(group: group, options: options)
        let client = try ClientHandle(.consumer, configuration, settings, delegate: self)
        storedClient = client
        wakeUp = QueueHandle(consumerOf: client)
        for companion in options.companions { companions.append(try TopicHandle(companion, of: client)) }
        let subscription = PartitionList(topics.map { TopicPartition($0, RD_KAFKA_PARTITION_UA) })
        let code = subscription.withRaw { rd_kafka_subscribe(client.raw, $0) }
        try KafkaError.check(code, "the topics cannot be subscribed to")
    }

    var client: ClientHandle {
        guard let storedClient else {
            preconditionFailure("a consumer loop without a client: init has not finished")
        }
        return storedClient
    }

    /// Any thread.
    func enqueue(_ command: Command) {
        wake { $0.commands.append(command) }
    }

    /// Any thread.
    func stop() {
        wake { $0.isStopping = true }
    }

    private func wake(_ change: (inout Inbox) -> Void) {
        inbox.withLock { inbox in
            change(&inbox)
            if !inbox.isClosing {
                wakeUp?.yield()
            }
        }
    }

    func run() {
        while obey() {
            collect()
            deliver()
        }
        // Calls the rebalance callback on this thread, then leaves the group.
        rd_kafka_consumer_close(client.raw)
    }

    /// Tells the handler what was taken so far.
    func deliver() {
        guard !batch.isEmpty else {
            return
        }
        let events = batch
        batch = []
        handler.received(events)
    }

    func dropUndelivered() {
        batch = []
    }

    /// Does what was asked for; false if that is to stop.
    private func obey() -> Bool {
        let (commands, isStopping) = inbox.withLock { inbox in
            let commands = inbox.commands
            inbox.commands = []
            inbox.isClosing = inbox.isStopping
            return (commands, inbox.isStopping)
        }
        guard !isStopping else {
            return false
        }
        for command in commands {
            switch command {
            case .read(let offsets, let begin):
                starts.add(offsets, begin)
            case .pause(let partitions):
                pauseInLibrary(positions.pause(partitions))
            case .resume(let partitions):
                resumeInLibrary(positions.resume(partitions))
            }
        }
        start()
        return true
    }

    /// Reads from where the owner asked to, once the library can take another assignment.
    private func start() {
        guard let ready = starts.take(of: positions, at: .now) else {
            return
        }
        var mustAssign = false
        for start in ready {
            mustAssign = positions.start(start.offsets) || mustAssign
            start.begin()
        }
        if mustAssign {
            assignPositions()
        }
    }

    /// Everything that is there, up to the limit; waits only for the first.
    private func collect() {
        var wait: Int32 = starts.isEmpty ? 100 : 10
        while batch.count < options.batchLimit, let message = rd_kafka_consumer_poll(client.raw, wait) {
            wait = 0
            take(message)
        }
    }

    private func take(_ message: UnsafeMutablePointer<rd_kafka_message_t>) {
        let code = message.pointee.err
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            takeEvent(code, message)
            rd_kafka_message_destroy(message)
            return
        }
        let record = ConsumedRecord(message, topic: names.name(of: message.pointee.rkt), client: client)
        starts.settled(record.topicPartition)
        if positions.deliver(record.topicPartition, offset: record.offset) {
            batch.append(.record(record))
        }
    }

    private func takeEvent(_ code: rd_kafka_resp_err_t, _ message: UnsafeMutablePointer<rd_kafka_message_t>) {
        guard code == RD_KAFKA_RESP_ERR__PARTITION_EOF else {
            let text = rd_kafka_message_errstr(message).map { String(cString: $0) } ?? "the consumer failed"
            deliver()
            handler.failed(KafkaError(code, text))
            return
        }
        let partition = TopicPartition(names.name(of: message.pointee.rkt), message.pointee.partition)
        let offset = message.pointee.offset
        starts.settled(partition)
        if positions.reachEnd(partition, offset: offset) {
            batch.append(.end(of: partition, offset: offset))
        }
    }
}
