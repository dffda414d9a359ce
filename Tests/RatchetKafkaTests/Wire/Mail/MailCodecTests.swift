import RatchetEngine
import Testing

@testable import RatchetKafka

struct MailCodecTests {
    private let key = "run/import-2026-11-24|command/c-1"
    private let value =
        #"{"v":1,"from":"ratchet.commands/3/17","command":"#
        + #"{"v":1,"id":"c-1","command":"terminate","by":"cli:alice","at":1795485418624,"new":[1 ]}}"#

    private func decode(_ key: String, _ value: String?) throws(WireError) -> MailRecord? {
        try MailCodec.decode(key: [UInt8](key), value: value.map { [UInt8]($0) }, offset: 7, appended: 9)
    }

    @Test func `a row holds the command byte for byte`() {
        var writer = ByteWriter()
        MailCodec.encode(Samples.mail, into: &writer)
        #expect(Samples.mail.key.text == key)
        #expect(writer.bytes.text == value)
    }

    @Test func `a row comes back as it was written`() throws {
        guard case .row(let row)? = try decode(key, value) else {
            Issue.record("not a row")
            return
        }
        #expect(row.mail.key == Samples.mail.key)
        #expect(row.mail.json == Samples.mail.json)
        #expect(row.mail.from == "ratchet.commands/3/17")
        #expect(row.mail.command.by == "cli:alice")
        #expect(row.offset == 7)
        #expect(row.appended == 9)
    }

    @Test func `a null settles the row of its key, whatever kind that is`() throws {
        guard case .settled(let key, offset: 7)? = try decode(key, nil) else {
            Issue.record("not settled")
            return
        }
        #expect(key == Samples.mail.key)
        #expect(try decode("gate/import/acme|a/1", nil) == nil)
    }

    @Test(arguments: [
        ("gate/import/acme|a/1", #"{"v":1}"#), ("run/a|signal/s-1", #"{"v":1,"name":"approved"}"#), ("run/a", "{}"),
        ("run/a|command/c", #"{"v":2,"from":7}"#),
        ("run/a|command/c", #"{"v":1,"from":"f","command":{"v":1,"id":"c","command":"pause","by":"b","at":1}}"#),
    ])
    func `what a newer program has written is told from what is wrong`(key: String, value: String) {
        #expect { try decode(key, value) } throws: { ($0 as? WireError)?.isOfANewerProgram == true }
    }

    @Test(arguments: [
        ("run/a|command/c", "", "not JSON"), ("run/a|command/c", #"{"v":1}"#, "`command` is missing"),
        ("run/a|command/c", #"{"v":1,"from":"f","command":7}"#, "`command` must be a JSON object"),
        (
            "run/a|command/c", #"{"v":1,"command":{"v":1,"id":"c","command":"terminate","by":"b","at":1}}"#,
            "`from` is missing"
        ),
        (
            "run/a|command/c", #"{"v":1,"from":"f","command":{"v":1,"id":"d","command":"terminate","by":"b","at":1}}"#,
            "the key is of another command than d"
        ),
    ])
    func `a row that is wrong is an error that says why`(key: String, value: String, words: String) {
        #expect { try decode(key, value) } throws: { error in
            "\(error)".contains(words) && (error as? WireError)?.isOfANewerProgram == false
        }
    }
}
