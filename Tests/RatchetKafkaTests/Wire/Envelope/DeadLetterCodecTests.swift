import KafkaTestSupport
import RatchetEngine
import Testing

@testable import RatchetKafka

struct DeadLetterCodecTests {
    private let rejection = Rejection(
        key: "ratchet.triggers/3/1042",
        reason: .rejected,
        message: "`job` is missing",
        place: "ratchet.triggers/3/1042",
        originalKey: "import \"7\"",
        at: 1_795_485_419_000,
        bytes: [0xFF, 0x00, 0x7B],
        headers: [
            Rejection.Header(name: "content-type", value: [UInt8]("application/json")),
            Rejection.Header(name: "ratchet", value: nil),
            Rejection.Header(name: "content-type", value: [0xFF]),
        ]
    )

    private func decode(_ rejection: Rejection) throws -> DeadLetter {
        try DeadLetterCodec.decode(
            key: [UInt8](rejection.key),
            headers: DeadLetterCodec.headers(rejection),
            value: DeadLetterCodec.value(rejection)
        )
    }

    @Test func `a refused record's envelope`() {
        let headers = DeadLetterCodec.headers(rejection)
        #expect(
            headers.map(\.name) == ["ratchet", "original.content-type", "original.ratchet", "original.content-type"]
        )
        #expect(
            headers[0].value?.text
                == #"{"v":1,"reason":"rejected","final":true,"place":"ratchet.triggers/3/1042","#
                + #""originalKey":"import \"7\"","error":{"type":"Rejection","message":"`job` is missing","at":1795485419000}}"#
        )
        #expect(DeadLetterCodec.value(rejection) == [0xFF, 0x00, 0x7B])
    }

    @Test func `a refused record comes back with its bytes and headers, to be replayed`() throws {
        guard case .rejected(let read) = try decode(rejection) else {
            Issue.record("not a refused record")
            return
        }
        #expect(contents(read) == contents(rejection))
    }

    @Test func `a null value is told from an empty one, and is no tombstone`() throws {
        for bytes in [nil, []] as [[UInt8]?] {
            let rejection = Rejection(
                key: "k",
                reason: .unknownJob,
                message: "m",
                place: "p",
                at: 1,
                bytes: bytes,
                headers: []
            )
            guard case .rejected(let read) = try decode(rejection) else {
                Issue.record("not a refused record")
                return
            }
            #expect(read.bytes == bytes)
            #expect(read.reason == .unknownJob)
        }
    }

    @Test func `a run's dead letters come back as they were written`() throws {
        var random = SeededRandom(for: "dead letters")
        for _ in 0..<500 {
            let checkpoint = Samples.checkpoint(&random)
            let reason = DeadLetter.Reason.allCases.randomElement(using: &random) ?? .failed
            let isFinal = Bool.random(using: &random)
            let encoded = Encoded(checkpoint, reason, isFinal: isFinal)
            let read = try DeadLetterCodec.decode(key: encoded.key, headers: encoded.headers, value: encoded.value)
            #expect(contents(read) == contents(DeadLetter.run(checkpoint, reason, final: isFinal)))
        }
    }

    @Test func `one without an envelope is refused`() {
        #expect(throws: WireError.self) { try DeadLetterCodec.decode(key: [], headers: [], value: []) }
    }
}
