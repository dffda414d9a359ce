import KafkaClient
import RatchetKafka

/// A run that this process starts, and how it went while it was waited for.
struct TriggeredRun: Sendable {
    let jobId: String
    /// The last that was heard of it.
    let news: RunFollower.News?
    /// Whether that was its end.
    let hasEnded: Bool

    /// What is known of the executors that the run is for.
    struct Executors: Sendable {
        let group: String
        let transactionTimeout: Duration
    }

    /// Sends a trigger and waits for the end of its run.
    ///
    /// Blocks.
    ///
    /// - Parameters:
    ///   - trigger: starts the run.
    ///   - client: how to reach Kafka.
    ///   - prefix: the prefix of the topics' names.
    ///   - timeout: how long to wait at most; for ever when nil.
    ///   - bar: shows how far the run is.
    ///   - stop: set when nobody waits any more.
    ///   - executors: asked for when nothing is heard of the run; nil where this process is the executor.
    ///   - onSent: called with the run's jobId once Kafka has the trigger.
    /// - Throws: `TriggerSender.Refused` when no executor would take the trigger, and `KafkaError`.
    init(
        _ trigger: TriggerSender.Trigger,
        on client: ClientConfiguration,
        prefix: String,
        timeout: Duration? = nil,
        bar: ProgressBar,
        stop: StopFlag = StopFlag(),
        executors: Executors? = nil,
        onSent: (String) -> Void = { _ in }
    ) throws {
        let reader = try RunReader(configuration: client, prefix: prefix, onStandstill: bar.waits)
        // A run with an id that was given may be there already.
        let positions = trigger.id == nil ? try reader.ends(of: [.checkpoints, .dead]) : nil
        let sent = try TriggerSender(configuration: client, prefix: prefix).send(trigger)
        onSent(sent.jobId)
        let follower = RunFollower(jobId: sent.jobId, place: sent.place)
        var wait = RunWait(reader: reader, follower: follower, timeout: timeout, bar: bar, stop: stop)
        if let executors {
            wait.owners = try RunOwners(configuration: client, group: executors.group, prefix: prefix)
            wait.standstills = try Standstills(
                configuration: client,
                prefix: prefix,
                transactionTimeout: executors.transactionTimeout
            )
        }
        jobId = sent.jobId
        (news, hasEnded) = try wait(from: positions) { $0.isEnd }
    }
}
