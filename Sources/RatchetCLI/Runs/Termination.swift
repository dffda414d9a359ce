import KafkaClient
import RatchetEngine
import RatchetKafka

/// Sends the command that ends a run, and waits for its answer.
///
/// Every call blocks its thread, which must not be one of Swift's pool.
struct Termination: Sendable {
    let client: ClientConfiguration
    let prefix: String
    let jobId: String
    /// Who asks: `cli:alice`.
    let by: String
    let reason: String?
    /// That of the executors.
    let transactionTimeout: Duration

    /// Whether or not there is such a run.
    func send() throws -> CommandSender.Sent {
        try CommandSender(configuration: client, prefix: prefix).terminate(jobId, by: by, reason: reason)
    }

    /// - Parameters:
    ///   - timeout: for how long to wait at most.
    ///   - bar: shows how far the run is meanwhile.
    ///   - onUnknown: called when the command is sent and there is no such run.
    /// - Returns: the command's id, nil when the run is over and none was sent; and what became of it.
    /// - Throws: `CommandSender.Refused` and `KafkaError`.
    func callAsFunction(
        timeout: Duration,
        bar: ProgressBar,
        onUnknown: () -> Void
    ) throws -> (command: String?, answer: TerminateAnswer) {
        let reader = try RunReader(configuration: client, prefix: prefix, onStandstill: bar.waits)
        var found: Checkpoint?
        let ends = try reader.read([.checkpoints], keys: [jobId]) { change in
            if case .checkpoint(let checkpoint) = change { found = checkpoint }
            if case .expired = change { found = nil }
        }
        if let found, found.standing.isOver { return (nil, .over(found)) }
        // Before the command is sent: its dead letter comes after.
        let letters = try reader.ends(of: [.dead])
        let sent = try send()
        if found == nil { onUnknown() }
        let follower = RunFollower(jobId: jobId, place: sent.place)
        var wait = RunWait(reader: reader, follower: follower, timeout: timeout, bar: bar)
        wait.inbox = .commands
        wait.standstills = try Standstills(
            configuration: client,
            prefix: prefix,
            transactionTimeout: transactionTimeout
        )
        var answer: TerminateAnswer?
        let (news, _) = try wait(from: ends.merging(letters) { $1 }) { news in
            answer = TerminateAnswer(news, to: sent.id)
            return answer != nil
        }
        return (sent.id, answer ?? .silence(isRunKnown: found != nil || news != nil))
    }
}
