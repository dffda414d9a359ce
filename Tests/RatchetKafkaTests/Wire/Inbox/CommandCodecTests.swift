import KafkaTestSupport
import RatchetEngine
import Testing

@testable import RatchetKafka

struct CommandCodecTests {
    private func record(_ value: String?, key: [UInt8]? = [UInt8]("import-2026-11-24")) -> InboxRecord {
        InboxRecord(
            topic: "ratchet.commands",
            partition: 0,
            offset: 7,
            timestamp: 9,
            key: key,
            value: value.map { [UInt8]($0) },
            headers: []
        )
    }

    private func encoded(_ command: Command) -> String {
        var writer = ByteWriter()
        CommandCodec.encode(command, into: &writer)
        return writer.bytes.text
    }

    private let whole =
        #"{"v":1,"id":"c-1","command":"terminate","by":"cli:alice","at":1795485418624,"reason":"wrong file"}"#

    @Test func `a command`() {
        #expect(encoded(Samples.command) == whole)
    }

    @Test func `a member that is there twice is refused`() throws {
        let value = #"{"v":1,"id":"c-1","command":"terminate","by":"a","by":"b","at":1}"#
        guard case .reject(let rejection) = CommandCodec.decode(record(value), now: 1) else {
            Issue.record("it is taken")
            return
        }
        #expect(rejection.message.contains("the member `by` is there twice"))
    }

    @Test func `a command without anything optional`() {
        let command = Command(id: "c", jobId: "j", kind: .terminate, by: "b", sent: 1, reason: nil)
        #expect(encoded(command) == #"{"v":1,"id":"c","command":"terminate","by":"b","at":1}"#)
    }

    @Test func `commands come back as they were written`() throws {
        var random = SeededRandom(for: "commands")
        for index in 0..<500 {
            let command = Command(
                id: "c-\(index)",
                jobId: "run-\(index)",
                kind: .terminate,
                by: random.text(),
                sent: Milliseconds(random.int()),
                reason: random.maybe { $0.text() }
            )
            let decision = CommandCodec.decode(record(encoded(command), key: [UInt8](command.jobId)), now: 1)
            guard case .post(let mail) = decision else {
                Issue.record("\(decision)")
                return
            }
            #expect(mail.command == command)
            #expect(mail.json.text == encoded(command))
            #expect(mail.from == "ratchet.commands/0/7")
        }
    }

    @Test(arguments: [
        ("", "not JSON"), ("[]", "not JSON"), ("{}", "`v` is missing"), (#"{"v":2}"#, "newer than this program"),
        (#"{"v":1}"#, "`id` is missing"), (#"{"v":1,"id":"a b"}"#, "`id` must be 1 to 128"),
        (#"{"v":1,"id":"c"}"#, "`command` is missing"),
        (#"{"v":1,"id":"c","command":"explode"}"#, "`command` must be a word that this program knows, not `explode`"),
        (#"{"v":1,"id":"c","command":"terminate"}"#, "`by` is missing"),
        (#"{"v":1,"id":"c","command":"terminate","by":"b"}"#, "`at` is missing"),
        (#"{"v":1,"id":"c","command":"terminate","by":"b","at":"now"}"#, "`at` must be an integer, not a string"),
        (#"{"v":1,"x":"\#(String(repeating: "x", count: 16_384))"}"#, "`the value` must be at most 16384 bytes"),
    ])
    func `a command that is wrong is refused with the field and what is expected`(value: String, words: String) {
        expect(record(value), words)
    }

    @Test func `a command for no run is refused`() {
        expect(record(whole, key: nil), "`the key` is missing")
        expect(record(whole, key: []), "`the key` must be the jobId of a run")
        expect(record(whole, key: [UInt8]("a|command/b")), "`the key` must be the jobId of a run")
        expect(record(whole, key: Array(repeating: 0x61, count: 301)), "`the key` must be the jobId of a run")
        expect(record(whole, key: [0xFF]), "the key must be UTF-8")
        expect(record(nil), "`the value` is missing")
    }

    @Test func `one that an earlier version has passed on to all partitions says the same everywhere`() throws {
        let value = whole.dropLast() + #","spread":true}"#
        guard case .post(let mail) = CommandCodec.decode(record(String(value)), now: 1) else {
            Issue.record("refused")
            return
        }
        #expect(mail.command == Samples.command)
        #expect(mail.key.text == "run/import-2026-11-24|command/c-1")
    }

    @Test func `a jobId that was made of a place may be longer than one that is sent`() {
        let longest = String(repeating: "p", count: 200) + "triggers/9999/9223372036854775807/9223372036854775807"
        guard case .post = CommandCodec.decode(record(whole, key: [UInt8](longest)), now: 1) else {
            Issue.record("refused")
            return
        }
    }

    private func expect(_ record: InboxRecord, _ words: String) {
        guard case .reject(let rejection) = CommandCodec.decode(record, now: 5) else {
            Issue.record("not refused: \(words)")
            return
        }
        #expect(rejection.message.contains(words), "\(rejection.message)")
        #expect(rejection.reason == .rejected)
        #expect(rejection.place == "ratchet.commands/0/7")
        #expect(rejection.key == rejection.place)
        #expect(rejection.originalKey == record.key.flatMap { String(validating: $0, as: UTF8.self) })
        #expect(rejection.at == 5)
    }
}
