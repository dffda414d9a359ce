import Foundation
import KafkaClient
import RatchetEngine

/// Writes commands, each once.
///
/// Calls block their thread, which must not be one of Swift's pool.
package final class CommandSender: Sendable {
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
    /// - Returns: the command's id, which the run's checkpoint carries once it is applied.
    /// - Throws: `KafkaError` when Kafka did not take it.
    package func terminate(_ jobId: String, by: String, reason: String?) throws -> String {
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
        _ = try sender.send(key: jobId, value: writer.bytes)
        return command.id
    }
}
