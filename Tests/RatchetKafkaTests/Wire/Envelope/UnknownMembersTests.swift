import KafkaTestSupport
import Ratchet
import RatchetEngine
import Testing

@testable import RatchetKafka

/// Members that a newer program has written, in the hands of this one.
struct UnknownMembersTests {
    private static let objects = ["origin", "command", "progress", "error"]

    /// Everything that a name and a value can be.
    fileprivate static let members = [
        #""new":1"#, #""n\u0065w" : [ 1 , {"a":"}\"]"} ]"#, #""é漢🦀":"🦀 \ud83e\udd80""#, #""":null"#,
        #""num":-1.50e+400"#, #""new":{"new":{}}"#, #""seq2":true"#, #""st":"x""#, #""kind ":{ }"#,
        #""place2":"ratchet.steps/0/0""#, #""message\n":[]"#,
    ]

    @Test func `they are written back byte for byte, in steps, checkpoints and dead letters`() throws {
        for member in Self.members {
            for object in [nil] + Self.objects.map(Optional.some) {
                try expectKept([(object, member)]) { .max }
            }
        }
    }

    @Test func `many of them, at any place, keep their order`() throws {
        var random = SeededRandom(for: "unknown members")
        for _ in 0..<1_000 {
            let members = (0..<random.int(1...4)).map { _ in
                (random.maybe { Self.objects.randomElement(using: &$0) } ?? nil, random.member())
            }
            try expectKept(members) { random.int(0...9) }
        }
    }

    @Test func `a step that is made of a checkpoint, and a checkpoint that is made of a step, have those of the other`()
        throws
    {
        let step = try Encoded(Samples.checkpoint).adding(#""new":[1 ]"#).adding(#""by":"gate""#, to: "origin").step()
        let checkpoint = Checkpoint(start: step, at: 1, executor: "e")
        let encoded = Encoded(checkpoint.run, state: nil) { EnvelopeWriter.step(nextAfter: checkpoint, into: &$0) }
        for text in [Encoded(step), Encoded(checkpoint), encoded].map(\.header.text) {
            #expect(text.hasSuffix(#","new":[1 ]}"#))
            #expect(text.contains(#","by":"gate"}"#))
        }
        #expect(try encoded.step().unknown == step.unknown)
    }

    @Test func `what is said of an error goes with the error`() throws {
        var checkpoint = try Encoded(Samples.checkpoint).adding(#""code":7"#, to: "error").checkpoint()
        #expect(checkpoint.error?.unknown.isEmpty == false)
        checkpoint.error = nil
        #expect(!Encoded(checkpoint).header.text.contains("code"))
    }

    @Test func `names of fields may have escapes, and come in any order`() throws {
        let encoded = Encoded(Samples.checkpoint)
        var changed = encoded
        // Of two with one name the later one counts.
        let others = encoded.header.text.replacing(#""v":1,"seq":17,"#, with: #""seq":3,"#).dropLast()
        changed.header = [UInt8](others + #" , "s\u0065q" : 17,"\u0076":1 }"#)
        #expect(contents(try changed.checkpoint()) == contents(try encoded.checkpoint()))
        #expect(try EnvelopeReader.peekNumber(changed.header.span.bytes) == Samples.checkpoint.number)
        #expect(try EnvelopeReader.head(changed.header.span.bytes) == Samples.checkpoint.head)
    }

    // MARK: What cannot be kept

    @Test(arguments: [nil, "origin", "command", "progress", "error"])
    func `what is too much to keep is left to a newer program`(object: String?) throws {
        let limit = UnknownMembers.limit
        let rest = limit - #""new":"""#.utf8.count
        let member = #""new":"\#(String(repeating: "x", count: rest))""#
        let encoded = Encoded(Samples.checkpoint)
        let full = try encoded.adding(member, to: object)
        #expect(Encoded(try full.checkpoint()).header.count == encoded.header.count + limit + 1)
        let tooMany = try encoded.adding(member.replacing("new", with: "news"), to: object)
        #expect { try tooMany.checkpoint() } throws: { error in
            (error as? WireError)?.isOfANewerProgram == true && "\(error)".contains("more than 65536 bytes")
        }
    }

    @Test(arguments: [
        (#""status":"scheduled""#, #""status":"held""#), (#""phase":"retrying""#, #""phase":"waiting""#),
        (#""kind":"trigger""#, #""kind":"schedule""#), (#""due":1795485421000,"#, ""), (#""v":1"#, #""v":2"#),
    ])
    func `a word of a newer program makes a record unreadable, not wrong`(known: String, newer: String) {
        var encoded = Encoded(Samples.checkpoint)
        encoded.header = [UInt8](encoded.header.text.replacing(known, with: newer))
        #expect { try encoded.checkpoint() } throws: { ($0 as? WireError)?.isOfANewerProgram == true }
    }

    @Test func `a reason of a newer program makes a dead letter unreadable, not wrong`() {
        let encoded = Encoded(Samples.checkpoint, .failed, isFinal: true)
        let header = encoded.header.text.replacing(#""reason":"failed""#, with: #""reason":"cancelled""#)
        let headers = [Rejection.Header(name: "ratchet", value: [UInt8](header))]
        #expect {
            try DeadLetterCodec.decode(key: encoded.key, headers: headers, value: encoded.value)
        } throws: { ($0 as? WireError)?.isOfANewerProgram == true }
    }

    // MARK: Whatever comes

    @Test func `2,000 mutated envelopes with unknown members lose none of those that are read`() throws {
        var random = SeededRandom(for: "mutated unknown members")
        var read = 0
        for _ in 0..<2_000 {
            var encoded = Encoded(Samples.checkpoint(&random))
            for _ in 0..<random.int(1...3) {
                let object = Bool.random(using: &random) ? "origin" : nil
                encoded = try encoded.adding(random.member(), to: object, at: random.int(0...30))
            }
            encoded.header = random.mutate(encoded.header)
            guard let checkpoint = try? encoded.checkpoint() else { continue }
            read += 1
            let written = Encoded(checkpoint)
            #expect(Self.length(written.header) >= Self.length(encoded.header), "\(encoded.header.text)")
            #expect((try? written.checkpoint()).map(contents) == contents(checkpoint))
            #expect((try? EnvelopeReader.head(encoded.header.span.bytes)) == checkpoint.head)
        }
        #expect(read > 100)
    }

    @Test func `every truncation of an envelope with unknown members is an error`() throws {
        var encoded = Encoded(Samples.checkpoint)
        for member in Self.members { encoded = try encoded.adding(member).adding(member, to: "error") }
        for length in 0..<encoded.header.count {
            var cut = encoded
            cut.header = Array(encoded.header.prefix(length))
            #expect(throws: WireError.self) { try cut.checkpoint() }
            #expect(throws: WireError.self) { try cut.step() }
            #expect(throws: WireError.self) { try EnvelopeReader.head(cut.header.span.bytes) }
        }
    }

    /// How many members there are that are always written again.
    private static func length(_ header: [UInt8]) -> Int {
        var names: Set<String> = []
        try? header.reading { bytes throws(WireError) in
            var object = try JSONObjectReader(bytes)
            while let (key, _) = try object.next() { names.insert(key.string) }
        }
        return names.subtracting(["snoozes", "published", "phase", "due", "finished", "priority", "sv", "place"]).count
    }

    private func expectKept(_ members: [(object: String?, text: String)], at place: () -> Int) throws {
        let plain = Encoded(Samples.checkpoint, .failed, isFinal: false)
        var read = plain
        for (object, text) in members { read = try read.adding(text, to: object, at: place()) }
        let letter = try DeadLetterCodec.decode(key: read.key, headers: read.headers, value: read.value)
        guard case .run(let failed, let reason, let isFinal) = letter else {
            Issue.record("not of a run")
            return
        }
        let expected = try read.sorted(like: plain, objects: Self.objects)
        #expect(Encoded(failed, reason, isFinal: isFinal).header.text == expected)
        #expect(contents(try read.checkpoint()) == contents(failed))
        #expect(try read.step().unknown == failed.unknown)
        #expect(try read.step().run.origin.unknown == failed.run.origin.unknown)
    }
}

extension SeededRandom {
    fileprivate mutating func member() -> String { UnknownMembersTests.members.randomElement(using: &self) ?? "" }
}
