import KafkaTestSupport
import RatchetEngine
import Testing

@testable import RatchetKafka

/// Whatever bytes come, there is a value or an error, never a crash.
struct MutationTests {
    @Test func `2,000 mutated triggers of each shape start a run or are refused`() {
        var random = SeededRandom(for: "mutated triggers")
        var counts = [true: 0, false: 0]
        func count(_ record: InboxRecord) {
            switch Triggers.decoder.decode(record, now: Samples.now) {
            case .start(let run):
                #expect(RunId.isValid(run.jobId))
                #expect((0...9).contains(run.priority))
                counts[true, default: 0] += 1
            case .reject(let rejection):
                #expect(!rejection.message.isEmpty)
                #expect(rejection.bytes == record.value)
                counts[false, default: 0] += 1
            }
        }
        let structured = Triggers.headers(["content-type": "application/cloudevents+json"])
        for _ in 0..<2_000 {
            count(Triggers.record(random.mutate([UInt8](Triggers.plain))))
            count(Triggers.record(random.mutate([UInt8](Triggers.structured)), headers: structured))
            var headers = Triggers.headers(Triggers.binaryHeaders)
            let index = Int.random(in: headers.indices, using: &random)
            headers[index] = Rejection.Header(
                name: headers[index].name,
                value: headers[index].value.map { random.mutate($0) }
            )
            count(Triggers.record(random.mutate([UInt8](#"{"file":"orders.csv","n":[1]}"#)), headers: headers))
        }
        #expect(counts.values.allSatisfy { $0 > 100 }, "\(counts)")
    }

    @Test func `2,000 mutated commands are posted or refused`() {
        var random = SeededRandom(for: "mutated commands")
        var writer = ByteWriter()
        CommandCodec.encode(Samples.command, into: &writer)
        for _ in 0..<2_000 {
            let record = InboxRecord(
                topic: "ratchet.commands",
                partition: 0,
                offset: 7,
                timestamp: 9,
                key: random.mutate([UInt8](Samples.command.jobId)),
                value: random.mutate(writer.bytes),
                headers: []
            )
            switch CommandCodec.decode(record, now: 1) {
            case .post(let mail):
                #expect(RunId.isValid(mail.command.id))
                #expect(mail.json == record.value)
                #expect(MailKey(text: mail.key.text) == mail.key)
            case .reject(let rejection): #expect(rejection.bytes == record.value)
            }
        }
    }

    @Test func `2,000 mutated rows of mail are values or errors`() {
        var random = SeededRandom(for: "mutated mail")
        var writer = ByteWriter()
        MailCodec.encode(Samples.mail, into: &writer)
        var read = 0
        for _ in 0..<2_000 {
            let key = random.maybe { $0.mutate([UInt8](Samples.mail.key.text)) } ?? [UInt8](Samples.mail.key.text)
            let row = try? MailCodec.decode(key: key, value: random.mutate(writer.bytes), offset: 1, appended: 2)
            guard case .row(let row)? = row else { continue }
            read += 1
            #expect([UInt8](row.mail.key.text) == key)
        }
        #expect(read > 20)
    }

    @Test func `2,000 mutated steps, checkpoints and dead letters are values or errors, and peek never contradicts`() {
        var random = SeededRandom(for: "mutated records")
        var read = 0
        for _ in 0..<2_000 {
            var encoded = Encoded(Samples.checkpoint(&random), .failed, isFinal: true)
            encoded.header = random.mutate(encoded.header)
            if Bool.random(using: &random) { encoded.value = random.mutate(encoded.value) }
            if Bool.random(using: &random) { encoded.key = random.mutate(encoded.key) }
            encoded.traceparent = encoded.traceparent.map { random.mutate($0) }
            if let step = try? encoded.step() {
                read += 1
                #expect(step.number == (try? EnvelopeReader.peekNumber(encoded.header.span.bytes)))
            }
            if let checkpoint = try? encoded.checkpoint() {
                // What was read can be written and read again.
                #expect((try? Encoded(checkpoint).checkpoint()).map(contents) == contents(checkpoint))
            }
            _ = try? DeadLetterCodec.decode(key: encoded.key, headers: encoded.headers, value: encoded.value)
        }
        #expect(read > 20)
    }

    @Test func `every truncation of every record is an error`() {
        let encoded = Encoded(Samples.checkpoint)
        for length in 0..<encoded.header.count {
            var cut = encoded
            cut.header = Array(encoded.header.prefix(length))
            #expect(throws: WireError.self) { try cut.checkpoint() }
            #expect(throws: WireError.self) { try EnvelopeReader.peekNumber(cut.header.span.bytes) }
        }
        for length in 0..<encoded.value.count {
            var cut = encoded
            cut.value = Array(encoded.value.prefix(length))
            // Within the state a cut may only end where a brace does: then the state itself is not JSON.
            guard let checkpoint = try? cut.checkpoint() else { continue }
            #expect(
                (try? checkpoint.state?.reading { bytes throws(WireError) in try JSONScanner.value(bytes).kind }) == nil
            )
        }
        for length in 0..<Triggers.plain.utf8.count {
            #expect(Triggers.decode(String(Triggers.plain.prefix(length))).rejection != nil)
        }
    }
}
