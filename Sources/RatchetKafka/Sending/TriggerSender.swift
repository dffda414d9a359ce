import Foundation
import KafkaClient
import Ratchet
import RatchetEngine

/// Writes triggers as plain JSON, each once.
///
/// Calls block their thread, which must not be one of Swift's pool.
package final class TriggerSender: Sendable {
    /// What starts a run.
    package struct Trigger: Sendable {
        package let job: String
        /// The run's jobId; a new one when nil.
        package let id: String?
        package let tenant: String?
        /// JSON of an object.
        package let parameters: [UInt8]?

        package init(job: String, id: String? = nil, tenant: String? = nil, parameters: [UInt8]? = nil) {
            self.job = job
            self.id = id
            self.tenant = tenant
            self.parameters = parameters
        }
    }

    /// A trigger that Kafka has.
    package struct Sent: Sendable {
        package let jobId: String
        /// As in `ratchet.triggers/3/1042`.
        package let place: String
    }

    /// A trigger that an executor would refuse, and why.
    package struct Refused: Error, CustomStringConvertible {
        package let description: String
    }

    private let sender: RecordSender

    /// Connects to nothing yet.
    ///
    /// - Parameters:
    ///   - configuration: how to reach Kafka.
    ///   - prefix: the prefix of the topic's name.
    /// - Throws: `KafkaError` of code `configuration` that names the property.
    package init(configuration: ClientConfiguration, prefix: String) throws(KafkaError) {
        sender = try RecordSender(configuration: configuration, topic: prefix + Topic.triggers.rawValue)
    }

    /// A jobId that no other run has.
    package static func newId() -> String { UUID().uuidString.lowercased() }

    /// Sends a trigger and waits until Kafka has it.
    ///
    /// - Returns: the run's jobId, and the place of the trigger.
    /// - Throws: `Refused` when no executor would take it, and `KafkaError`.
    package func send(_ trigger: Trigger) throws -> Sent {
        let jobId = trigger.id ?? Self.newId()
        try trigger.check()
        let place = try sender.send(key: jobId, value: trigger.value(jobId: jobId))
        return Sent(jobId: jobId, place: place)
    }
}

extension TriggerSender.Trigger {
    /// The parameters as an executor reads them.
    ///
    /// Throws `Refused` when every executor would refuse the trigger, whether or not it has the job.
    @discardableResult
    package func check() throws(TriggerSender.Refused) -> JSONObjectText? {
        let record = InboxRecord(
            topic: Topic.triggers.rawValue,
            partition: 0,
            offset: 0,
            timestamp: 0,
            key: nil,
            value: value(jobId: id ?? TriggerSender.newId()),
            headers: []
        )
        do {
            let parameters = try checkedParameters()
            _ = try TriggerDecoder.checkedRequest(record)
            return parameters
        } catch {
            throw TriggerSender.Refused(description: error.message)
        }
    }

    /// By themselves: in the trigger they could be `{},"tenant":"other"`.
    private func checkedParameters() throws(WireError) -> JSONObjectText? {
        guard let parameters else { return nil }
        let object: JSONObjectText?
        do {
            object = try parameters.objectText("parameters")
            try parameters.reading(UniqueNames.check)
        } catch {
            throw error.code == .notJSON ? error.within("`parameters`") : error
        }
        guard let object else { throw .wrongType("parameters", expected: "a JSON object", found: "null") }
        return object
    }

    func value(jobId: String) -> [UInt8] {
        var writer = ByteWriter()
        writer.append("{\"job\":" as StaticString)
        writer.append(quoted: job)
        writer.append(",\"id\":" as StaticString)
        writer.append(quoted: jobId)
        if let tenant {
            writer.append(",\"tenant\":" as StaticString)
            writer.append(quoted: tenant)
        }
        if let parameters {
            writer.append(",\"parameters\":" as StaticString)
            writer.append(parameters)
        }
        writer.append(UInt8(ascii: "}"))
        return writer.bytes
    }
}
