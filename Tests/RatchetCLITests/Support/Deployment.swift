import Foundation
import KafkaClient
import KafkaTestSupport
import RatchetEngine

@testable import RatchetCLI
@testable import RatchetKafka

/// Topics of its own on the shared broker, and the command line that knows them.
struct Deployment {
    let prefix = "cli-\(UUID().uuidString)."
    let cluster: ClientConfiguration
    let cli: CLI

    init() async throws {
        let bootstrap = try await SharedKafka.cluster.bootstrapServers
        cluster = ClientConfiguration(bootstrapServers: bootstrap)
        cli = CLI(
            jobs: ExitCodeTests.jobs,
            environment: [
                "KAFKA_BOOTSTRAP_SERVERS": bootstrap, "RATCHET_PREFIX": prefix, "RATCHET_REPLICATION": "1",
                "RATCHET_PARTITIONS": "3",
            ]
        )
    }

    /// Gives the command line something to work with, and takes the topics away afterwards.
    static func with(_ body: (Deployment) async throws -> Void) async throws {
        let deployment = try await Deployment()
        let names = Topic.allCases.map { deployment.prefix + $0.rawValue }
        do {
            try await body(deployment)
            _ = try await blocking { try Admin(configuration: deployment.cluster).deleteTopics(names) }
        } catch {
            _ = try? await blocking { try Admin(configuration: deployment.cluster).deleteTopics(names) }
            throw error
        }
    }

    func topics() async throws -> [String: Int32] {
        try await blocking { [cluster, prefix] in
            try Admin(configuration: cluster).listTopics().filter { $0.key.hasPrefix(prefix) }
        }
    }

    /// The records of a topic: key and value.
    func records(of topic: Topic) async throws -> [(key: String?, value: String?)] {
        try await blocking { [cluster, prefix] in
            var records: [(key: String?, value: String?)] = []
            try LogReader(configuration: cluster).read(topic: prefix + topic.rawValue) { record in
                records.append((record.key, record.value.map { String(decoding: $0, as: UTF8.self) }))
            }
            return records
        }
    }

    /// Writes records as an owner does.
    func write(
        _ checkpoints: [Checkpoint] = [],
        dead: [(Checkpoint, DeadLetter.Reason)] = [],
        refused: [Rejection] = [],
        expire: [String] = []
    )
        async throws
    {
        func record(_ topic: Topic, _ checkpoint: Checkpoint, _ envelope: (inout ByteWriter) -> Void) -> OutgoingRecord
        {
            var header = ByteWriter()
            envelope(&header)
            var value = ByteWriter()
            EnvelopeWriter.value(checkpoint.run, state: checkpoint.state, into: &value)
            return OutgoingRecord(
                topic: prefix + topic.rawValue,
                key: checkpoint.run.jobId,
                value: value.bytes,
                headers: [(WireHeader.envelope, header.bytes)]
            )
        }
        var records = checkpoints.map { checkpoint in
            record(.checkpoints, checkpoint) { EnvelopeWriter.checkpoint(checkpoint, into: &$0) }
        }
        records += dead.map { checkpoint, reason in
            record(.dead, checkpoint) { envelope in
                EnvelopeWriter.deadLetter(
                    checkpoint,
                    reason,
                    failed: checkpoint.number,
                    isFinal: true,
                    into: &envelope
                )
            }
        }
        records += refused.map { rejection in
            OutgoingRecord(
                topic: prefix + Topic.dead.rawValue,
                key: rejection.key,
                value: DeadLetterCodec.value(rejection),
                headers: DeadLetterCodec.headers(rejection).map { ($0.name, $0.value ?? []) }
            )
        }
        records += expire.map { OutgoingRecord(topic: prefix + Topic.checkpoints.rawValue, key: $0, value: nil) }
        try await blocking { [cluster, records] in
            let producer = try IdempotentProducer(configuration: cluster, messageTimeout: .patience)
            for record in records { producer.send(record) }
            try producer.flush(timeout: .patience)
            guard producer.failures == 0 else { throw UsageError("\(producer.failures) records were not delivered") }
        }
    }
}
