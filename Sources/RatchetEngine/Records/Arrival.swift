/// What the consumer delivered for one partition, in the order of its topic.
package enum Arrival: Sendable {
    case step(StepArrival)
    /// A record of `steps` of which not even the number can be read, and its key.
    indirect case unreadable(offset: Int64, jobId: String?, UnreadableStep)
    case trigger(offset: Int64, TriggerDecision)
    case command(offset: Int64, CommandDecision)
    indirect case mail(MailRecord)
    /// Everything below `offset` of this topic has been delivered.
    case end(of: Inbox, offset: Int64)
}

/// Topics whose offsets the group commits.
package enum Inbox: Int, Sendable, CaseIterable {
    case steps
    case triggers
    case commands
}

/// A record of `steps`, decoded as far as it takes to tell whether it is live.
///
/// Most are echoes of what this owner wrote.
package final class StepArrival: Sendable {
    package let offset: Int64
    package let jobId: String
    package let number: StepNumber
    package let payload: any StepPayload

    package init(offset: Int64, jobId: String, number: StepNumber, payload: any StepPayload) {
        self.offset = offset
        self.jobId = jobId
        self.number = number
        self.payload = payload
    }
}

/// The rest of a step's record, decoded when it is needed.
package protocol StepPayload: Sendable {
    func decode() throws(UnreadableStep) -> StepRecord
}

/// A record of `steps` that this program cannot read.
package struct UnreadableStep: Error {
    /// With all it takes to keep the record.
    package let rejection: Rejection
    /// A newer program can read it.
    package let isOfANewerProgram: Bool

    package init(_ rejection: Rejection, isOfANewerProgram: Bool) {
        self.rejection = rejection
        self.isOfANewerProgram = isOfANewerProgram
    }
}

/// What the decoder made of a trigger.
package enum TriggerDecision: Sendable {
    case start(RunFacts)
    indirect case reject(Rejection)
}

/// What the decoder made of a command.
package indirect enum CommandDecision: Sendable {
    case post(Mail)
    case reject(Rejection)
}
