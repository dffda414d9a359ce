import Foundation
import KafkaClient
import KafkaTestSupport
import Ratchet
import RatchetEngine
import RatchetKafka
import Synchronization

/// Writes to Ratchet's topics what no executor would write.
final class Planter: Sendable {
    private let deployment: Deployment
    private let producer: IdempotentProducer
    private let evidence = Mutex<[String]>([])

    init(_ deployment: Deployment) throws {
        self.deployment = deployment
        producer = try IdempotentProducer(configuration: deployment.client, messageTimeout: .patience)
    }

    deinit { producer.close() }

    /// All that the audit must find, sorted.
    var expected: [String] { evidence.withLock { $0.sorted() } }

    /// The audit must find `kind` at the record.
    func expect(_ kind: Violation.Kind, at place: RecordPlace, of jobId: String?) {
        evidence.withLock { $0.append("\(kind.rawValue)@\(place) \(jobId ?? "-")") }
    }

    func home(of jobId: String) -> Int32 {
        KafkaClient.partition(ofKey: jobId, count: Int32(deployment.partitions))
    }

    @discardableResult
    func checkpoint(
        _ jobId: String,
        _ seq: Int,
        _ attempt: Int = 1,
        _ status: Checkpoint.Status = .running,
        away: Int32 = 0,
        _ change: (inout Checkpoint) -> Void = { _ in }
    ) async throws -> RecordPlace {
        var checkpoint = Checkpoint(start: facts(jobId), at: SystemTime.now, executor: "planter")
        checkpoint.number = StepNumber(seq: seq, attempt: attempt)
        checkpoint.started = SystemTime.now
        _ = checkpoint.stand(status: status, due: status == .scheduled ? SystemTime.now : nil)
        change(&checkpoint)
        var header = ByteWriter()
        EnvelopeWriter.checkpoint(checkpoint, into: &header)
        return try await append(.checkpoints, jobId, header.bytes, away: away)
    }

    @discardableResult
    func step(_ jobId: String, _ seq: Int, _ attempt: Int = 1) async throws -> RecordPlace {
        let number = StepNumber(seq: seq, attempt: attempt)
        let step = StepRecord(run: facts(jobId), number: number, stateVersion: 1, state: nil)
        var header = ByteWriter()
        EnvelopeWriter.step(step, into: &header)
        return try await append(.steps, jobId, header.bytes)
    }

    /// The first step of a run of `failing`, with an envelope that `change` makes of this program's.
    func firstStep(
        _ jobId: String,
        parameters: [String: any Sendable],
        _ change: (String) -> String
    ) async throws {
        let run = facts(jobId, parameters: Array(try JSONSerialization.data(withJSONObject: parameters)))
        var header = ByteWriter()
        EnvelopeWriter.step(StepRecord(start: run), into: &header)
        var value = ByteWriter()
        EnvelopeWriter.value(run, state: nil, into: &value)
        let envelope = Array(change(String(decoding: header.bytes, as: UTF8.self)).utf8)
        _ = try await append(deployment.name(of: .steps), home(of: jobId), jobId, value.bytes, header: envelope)
    }

    @discardableResult
    func letter(_ jobId: String, _ seq: Int, _ attempt: Int = 1, final: Bool) async throws -> RecordPlace {
        var checkpoint = Checkpoint(start: facts(jobId), at: SystemTime.now, executor: "planter")
        checkpoint.number = StepNumber(seq: seq, attempt: attempt)
        var header = ByteWriter()
        EnvelopeWriter.deadLetter(
            checkpoint,
            .failed,
            failed: checkpoint.number,
            isFinal: final,
            into: &header
        )
        return try await append(.dead, jobId, header.bytes)
    }

    @discardableResult
    func output(
        _ jobId: String,
        _ number: Int,
        seq: Int,
        to topic: String,
        _ value: [UInt8] = []
    ) async throws -> RecordPlace {
        var header = ByteWriter()
        let origin = OutputOrigin(jobId: jobId, seq: seq, number: number)
        OutputEnvelope.write(origin, prefix: deployment.prefix, into: &header)
        return try await append(topic, 0, jobId, value, header: header.bytes)
    }

    /// A row that nobody has posted.
    func mail(_ jobId: String, away: Int32 = 0) async throws -> RecordPlace {
        let command = Command(id: "planted", jobId: jobId, kind: .terminate, by: "planter", sent: 1, reason: nil)
        var json = ByteWriter()
        CommandCodec.encode(command, into: &json)
        let mail = Mail(command, json: json.bytes, from: "planted")
        var value = ByteWriter()
        MailCodec.encode(mail, into: &value)
        let partition = (home(of: jobId) + away) % Int32(deployment.partitions)
        return try await append(deployment.name(of: .mail), partition, mail.key.text, value.bytes, header: nil)
    }

    func tombstone(_ topic: Topic, _ jobId: String) async throws -> RecordPlace {
        try await append(deployment.name(of: topic), home(of: jobId), jobId, nil, header: nil)
    }

    /// A record of Ratchet's own topics whose header is no envelope.
    func garbage(_ topic: String, _ jobId: String) async throws -> RecordPlace {
        try await append(topic, home(of: jobId) % 4, jobId, [], header: Array("{]".utf8))
    }

    func trigger(_ jobId: String) async throws -> RecordPlace {
        let value = Array(#"{"job":"quiet","id":"\#(jobId)"}"#.utf8)
        return try await append(deployment.name(of: .triggers), 0, jobId, value, header: nil)
    }

    private func append(
        _ topic: Topic,
        _ jobId: String,
        _ header: [UInt8],
        away: Int32 = 0
    ) async throws -> RecordPlace {
        var value = ByteWriter()
        EnvelopeWriter.value(facts(jobId), state: nil, into: &value)
        let partition = (home(of: jobId) + away) % Int32(deployment.partitions)
        return try await append(deployment.name(of: topic), partition, jobId, value.bytes, header: header)
    }

    private func append(
        _ topic: String,
        _ partition: Int32,
        _ key: String,
        _ value: [UInt8]?,
        header: [UInt8]?
    ) async throws -> RecordPlace {
        let headers = header.map { [(name: "ratchet", value: $0)] } ?? []
        let record = OutgoingRecord(topic: topic, partition: partition, key: key, value: value, headers: headers)
        let offset = try await withCheckedThrowingContinuation { continuation in
            producer.send(record) { continuation.resume(with: $0) }
        }
        return RecordPlace(topic, partition, offset)
    }

    private func facts(_ jobId: String, parameters: [UInt8] = Array("{}".utf8)) -> RunFacts {
        RunFacts(
            jobId: jobId,
            job: "failing",
            tenant: nil,
            priority: 5,
            created: SystemTime.now,
            scheduled: SystemTime.now,
            origin: Origin(kind: .trigger, at: "planted"),
            traceparent: nil,
            parameters: parameters
        )
    }
}
