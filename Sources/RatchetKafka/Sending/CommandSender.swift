import Foundation
import KafkaClient
import RatchetEngine

/// Writes commands, each once.
///
/// Calls block their thread, which must not be one of Swift's pool.
package final class CommandSender: Sendable {
    /// A command that Kafka has.
    package struct Sent: Sendable {
        /// The run's checkpoint carries it once the command is applied.
        package let id: String
        /// As in `ratchet.commands/3/17`: the key of its dead letter, if it becomes one.
        package let place: String
    }

    /// A command that an executor would refuse, and why.
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
        sender = try RecordSender(configuration: configuration, topic: prefix + Topic.commands.rawValue)
    }

    /// Asks the owner of a run to end it, and waits until Kafka has the command.
    ///
    /// - Parameters:
    ///   - jobId: the run's.
    ///   - by: who asks: `cli:alice`.
    ///   - reason: in words, for whoever reads of it later.
    /// - Returns: the command's id and place.
    /// - Throws: `Refused` when no executor would take it, and `KafkaError` when Kafka did not.
    package func terminate(_ jobId: String, by: String, reason: String?) throws -> Sent {
        guard RunId.isJobId(jobId) else { throw Refused(description: "'\(jobId)' is not the jobId of a run") }
        let command = Command(
            id: UUID().uuidString.lowercased(),
            jobId: jobId,
            kind: .terminate,
            by: by,
            sent: SystemClock.now.wall,
            reason: reason
        )
        var writer = ByteWriter()
        CommandCodec.encode(command, into: &writer)
        guard writer.count <= CommandCodec.valueLimit else {
            throw Refused(description: "a command has at most \(CommandCodec.valueLimit) bytes: give a shorter reason")
        }
        return Sent(id: command.id, place: try sender.send(key: jobId, value: writer.bytes))
    }
}
