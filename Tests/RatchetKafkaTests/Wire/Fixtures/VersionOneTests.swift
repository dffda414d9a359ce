import RatchetEngine
import Testing

@testable import RatchetKafka

/// Records of version 1 as its first program wrote them: they are read for ever, and written back byte for byte.
struct VersionOneTests {
    @Test func `steps`() throws {
        try forEach("steps", VersionOne.steps) { fixture, expected in
            let read = try EnvelopeReader.step(
                key: fixture.key,
                header: fixture.envelope,
                traceparent: fixture.header("traceparent"),
                value: try #require(fixture.value)
            )
            #expect(contents(read) == contents(expected))
            #expect(try EnvelopeReader.peekNumber(fixture.envelope.span.bytes) == expected.number)
            expect(Encoded(read), is: fixture)
        }
    }

    @Test func `checkpoints`() throws {
        try forEach("checkpoints", VersionOne.checkpoints, checkpoint)
    }

    @Test func `checkpoints with words that nobody has written yet`() throws {
        try forEach("checkpoints-unwritten", VersionOne.unwrittenCheckpoints, checkpoint)
    }

    @Test func `dead letters of runs`() throws {
        try forEach("dead-runs", VersionOne.letters) { fixture, expected in
            let read = try DeadLetterCodec.decode(
                key: fixture.key,
                headers: fixture.headers,
                value: try #require(fixture.value)
            )
            #expect(contents(read) == contents(expected))
            guard case .run(let checkpoint, let reason, let isFinal) = read else { return }
            expect(Encoded(checkpoint, reason, isFinal: isFinal), is: fixture)
        }
    }

    @Test func `dead letters of refused records`() throws {
        try forEach("dead-refused", VersionOne.refused, refused)
    }

    @Test func `dead letters of refused records with their keys`() throws {
        try forEach("dead-refused-keys", VersionOne.refusedWithKeys, refused)
    }

    @Test func `commands`() throws {
        try forEach("commands", VersionOne.commands) { fixture, expected in
            let record = InboxRecord(
                topic: "ratchet.commands",
                partition: 0,
                offset: 0,
                timestamp: 0,
                key: fixture.key,
                value: fixture.value,
                headers: fixture.headers
            )
            guard case .post(let mail) = CommandCodec.decode(record, now: 0) else {
                Issue.record("refused: \(fixture.name)")
                return
            }
            #expect(mail.command == expected)
            #expect(mail.json.text == fixture.value?.text)
            var writer = ByteWriter()
            CommandCodec.encode(mail.command, into: &writer)
            // No version passes a command on to all partitions any more.
            #expect(writer.bytes.text == fixture.value?.text.replacing(#","spread":true"#, with: ""))
        }
    }

    @Test func `mail`() throws {
        try forEach("mail", VersionOne.mail) { fixture, expected in
            let read = try MailCodec.decode(key: fixture.key, value: fixture.value, offset: 7, appended: 9)
            switch (read, expected) {
            case (.row(let row)?, let mail?):
                #expect(row.mail == mail)
                var writer = ByteWriter()
                MailCodec.encode(row.mail, into: &writer)
                #expect(writer.bytes.text == fixture.value?.text)
                #expect(row.mail.key.text == fixture.key.text)
            case (.settled(let key, _)?, nil): #expect(key.text == fixture.key.text)
            default: Issue.record("\(fixture.name): \(contents(read as Any))")
            }
        }
    }

    @Test func `headers of published records`() throws {
        try forEach("published", VersionOne.published) { fixture, expected in
            let (prefix, origin) = try OutputEnvelope.read(fixture.envelope)
            #expect(prefix == expected.prefix)
            #expect(origin == expected.origin)
            var writer = ByteWriter()
            OutputEnvelope.write(origin, prefix: prefix, into: &writer)
            #expect(writer.bytes.text == fixture.envelope.text)
        }
    }

    private func refused(_ fixture: Fixture, _ expected: Rejection) throws {
        let value = try #require(fixture.value)
        let read = try DeadLetterCodec.decode(key: fixture.key, headers: fixture.headers, value: value)
        #expect(contents(read) == contents(DeadLetter.rejected(expected)))
        guard case .rejected(let rejection) = read else { return }
        #expect(DeadLetterCodec.headers(rejection) == fixture.headers)
        #expect(DeadLetterCodec.value(rejection) == value)
    }

    private func checkpoint(_ fixture: Fixture, _ expected: Checkpoint) throws {
        let read = try EnvelopeReader.checkpoint(
            key: fixture.key,
            header: fixture.envelope,
            traceparent: fixture.header("traceparent"),
            value: try #require(fixture.value)
        )
        #expect(contents(read) == contents(expected), "\(fixture.name)")
        #expect(try EnvelopeReader.head(fixture.envelope.span.bytes) == expected.head)
        expect(Encoded(read), is: fixture)
    }

    /// Each line, and nothing is expected that is not there.
    private func forEach<Value>(
        _ file: String,
        _ expected: [String: Value],
        _ body: (Fixture, Value) throws -> Void
    ) throws {
        let fixtures = try Fixture.lines(of: "v1/\(file)")
        #expect(fixtures.map(\.name) == expected.keys.sorted())
        for fixture in fixtures {
            try body(fixture, try #require(expected[fixture.name]))
        }
    }

    private func expect(_ encoded: Encoded, is fixture: Fixture) {
        #expect(encoded.key.text == fixture.key.text)
        // A run that is over is written no more: why it never began is left to those who read this record.
        #expect(encoded.header.text == fixture.envelope.text.replacing(#""phase":"skipped","#, with: ""))
        #expect(encoded.traceparent == fixture.header("traceparent"))
        #expect(encoded.value.text == fixture.value?.text)
    }
}
