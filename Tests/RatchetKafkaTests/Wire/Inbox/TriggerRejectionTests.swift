import RatchetEngine
import Testing

@testable import RatchetKafka

struct TriggerRejectionTests {
    private func expect(_ decision: TriggerDecision, _ words: String, _ reason: DeadLetter.Reason = .rejected) throws {
        let rejection = try #require(decision.rejection, "\(words)")
        #expect(rejection.message.contains(words), "\(rejection.message)")
        #expect(rejection.reason == reason)
        #expect(rejection.place == "ratchet.triggers/3/1042")
        #expect(rejection.key == rejection.place)
        #expect(rejection.at == Samples.now)
    }

    @Test(arguments: [
        ("", "not JSON: a JSON object expected, the end found at byte 0"),
        ("hello", "not JSON: a JSON object expected"),
        ("[]", "not JSON: a JSON object expected"),
        (#"{"job":"historical-import""#, "`,` or `}` expected, the end found"),
        (#"{"job":"historical-import"} x"#, "the end expected"), ("{}", "`job` is missing"),
        (#"{"job":null}"#, "`job` is missing"),
        (#"{"job":""}"#, "`job` is missing"), (#"{"job":7}"#, "`job` must be a string, not a number"),
        (#"{"job":"historical-import","id":7}"#, "`id` must be a string, not a number"),
        (#"{"job":"historical-import","id":""}"#, "`id` must be 1 to 128 characters of A-Z a-z 0-9 . _ : / @ -"),
        (#"{"job":"historical-import","id":"a b"}"#, "`id` must be 1 to 128"),
        (#"{"job":"historical-import","id":"a;b"}"#, "`id` must be 1 to 128"),
        (#"{"job":"historical-import","id":"é"}"#, "`id` must be 1 to 128"),
        (#"{"job":"historical-import","id":"\#(String(repeating: "a", count: 129))"}"#, "`id` must be 1 to 128"),
        (#"{"job":"historical-import","tenant":["acme"]}"#, "`tenant` must be a string, not an array"),
        (#"{"job":"historical-import","tenant":""}"#, "`tenant` must be 1 to 128 bytes without control characters"),
        (#"{"job":"historical-import","tenant":"a\u0000"}"#, "`tenant` must be 1 to 128 bytes"),
        (#"{"job":"historical-import","tenant":"\#(String(repeating: "é", count: 65))"}"#, "`tenant` must be 1 to 128"),
        (#"{"job":"historical-import","priority":10}"#, "`priority` must be 0 to 9, not 10"),
        (#"{"job":"historical-import","priority":-1}"#, "`priority` must be 0 to 9, not -1"),
        (#"{"job":"historical-import","priority":1.0}"#, "`priority` must be an integer"),
        (#"{"job":"historical-import","priority":"5"}"#, "`priority` must be an integer, not a string"),
        (#"{"job":"historical-import","priority":99999999999999999999}"#, "`priority` must be an integer of 64 bits"),
        (#"{"job":"historical-import","notBefore":1795485418624}"#, "`notBefore` must be a string, not a number"),
        (#"{"job":"historical-import","notBefore":"tomorrow"}"#, "`notBefore` must be a time as in RFC 3339"),
        (#"{"job":"historical-import","parameters":[]}"#, "`parameters` must be a JSON object, not an array"),
        (#"{"job":"historical-import","parameters":"{}"}"#, "`parameters` must be a JSON object, not a string"),
        (#"{"job":"historical-import","parameters":true}"#, "`parameters` must be a JSON object, not a boolean"),
        (#"{"job":"historical-import","parameters":{"file":"nonsense"}}"#, "parameter `file` must be a name"),
        (#"{"job":"historical-import","job":"other"}"#, "the member `job` is there twice"),
        (
            #"{"job":"historical-import","parameters":{"file":"a.csv","file":"b.csv"}}"#,
            "the member `parameters.file` is there twice: give each member once (RFC 7493)"
        ),
        (
            #"{"job":"historical-import","parameters":{"file":"a.csv","more":[1,{"x":[{"n":1,"\u006e":2}]}]}}"#,
            "the member `parameters.more[1].x[0].n` is there twice"
        ),
    ])
    func `plain JSON that is wrong says which field and what is expected`(value: String, words: String) throws {
        try expect(Triggers.decode(value), words)
    }

    @Test func `what is sent in another format is refused with what it looks like`() throws {
        try expect(
            Triggers.decode("\0\0\0\0\u{C}\(Triggers.plain)"),
            "the value begins with the byte 0x00, as a schema registry's serializer writes it: send plain JSON"
        )
        try expect(
            Triggers.decode(#"{"file":"a"}"#, headers: ["ce-specversion": "1.0", "ce-subject": "historical-import"]),
            "the headers `ce-…` are those of a CloudEvent over HTTP: over Kafka their names begin with `ce_`"
        )
    }

    @Test func `a member that is there twice is refused in every shape`() throws {
        let twice = #"{"file":"a.csv","file":"b.csv"}"#
        try expect(Triggers.binary(twice), "the member `file` is there twice")
        let event = #"{"specversion":"1.0","subject":"historical-import","data":\#(twice)}"#
        try expect(Triggers.structured(event), "the member `data.file` is there twice")
    }

    @Test func `a null value is refused`() throws {
        try expect(Triggers.decode(nil), "`the value` is missing")
        let structured = Triggers.decode(nil, headers: ["content-type": "application/cloudevents+json"])
        try expect(structured, "`the value` is missing")
        #expect(structured.rejection?.bytes == nil)
    }

    @Test func `invalid UTF-8 is refused`() throws {
        let value = [UInt8](#"{"job":"historical-import","tenant":""#) + [0xC3, 0x28] + [UInt8](#""}"#)
        try expect(Triggers.decoder.decode(Triggers.record(value), now: Samples.now), "invalid UTF-8 at byte 37")
        let headers =
            Triggers.headers(["ce_specversion": "1.0"]) + [Rejection.Header(name: "ce_subject", value: [0xFF])]
        let binary = Triggers.record(nil, headers: headers)
        try expect(Triggers.decoder.decode(binary, now: Samples.now), "`ce_subject` must be UTF-8")
    }

    @Test func `parameters over 256 KiB are refused`() throws {
        let parameters = #"{"a":"\#(String(repeating: "x", count: 262_144 - 7))"}"#
        try expect(
            Triggers.decode(#"{"job":"historical-import","parameters":\#(parameters)}"#),
            "`parameters` must be at most 262144 bytes, not 262145"
        )
        try expect(Triggers.binary(parameters), "`the value` must be at most 262144 bytes")
    }

    @Test func `an unknown job has a reason of its own, to be replayed once a program has it`() throws {
        try expect(Triggers.decode(#"{"job":"nobody"}"#), "no job `nobody` in this program", .unknownJob)
        try expect(Triggers.binary("{}", changing: ["ce_subject": "nobody"]), "no job `nobody`", .unknownJob)
    }

    @Test func `CloudEvents that are wrong say which attribute`() throws {
        try expect(Triggers.binary("{}", changing: ["ce_subject": String?.none]), "`ce_subject` is missing")
        try expect(Triggers.binary("{}", changing: ["ce_specversion": "0.3"]), "`specversion` must be 1.0, not `0.3`")
        try expect(Triggers.binary("{}", changing: ["ce_id": "a b"]), "`ce_id` must be 1 to 128")
        try expect(
            Triggers.binary("{}", changing: ["ce_priority": "high"]),
            "`ce_priority` must be an integer, not `high`"
        )
        try expect(Triggers.binary("{}", changing: ["ce_priority": "10"]), "`ce_priority` must be 0 to 9")
        try expect(Triggers.binary("{}", changing: ["ce_notbefore": "soon"]), "`ce_notbefore` must be a time")
        try expect(Triggers.binary("{}", changing: ["ce_tenant": ""]), "`ce_tenant` must be 1 to 128")
        try expect(Triggers.binary("[1]"), "`the value` must be a JSON object, not an array")
        try expect(Triggers.binary("<xml/>"), "not JSON")
        try expect(Triggers.structured(#"{"subject":"historical-import"}"#), "`specversion` is missing")
        try expect(Triggers.structured(#"{"specversion":"2.0","subject":"x"}"#), "`specversion` must be 1.0, not `2.0`")
        try expect(Triggers.structured(#"{"specversion":"1.0"}"#), "`subject` is missing")
        try expect(
            Triggers.structured(#"{"specversion":"1.0","subject":"historical-import","data":"text"}"#),
            "`data` must be a JSON object, not a string"
        )
        try expect(
            Triggers.structured(#"{"specversion":"1.0","subject":"historical-import","data_base64":"W10="}"#),
            "`data_base64` must be a JSON object, not an array"
        )
        try expect(
            Triggers.structured(#"{"specversion":"1.0","subject":"historical-import","data_base64":"e30"}"#),
            "`data_base64` must be base64"
        )
        try expect(
            Triggers.structured(
                #"{"specversion":"1.0","subject":"historical-import","data":{},"data_base64":"e30="}"#
            ),
            "an event has `data` or `data_base64`, not both"
        )
        let twice = "eyJmaWxlIjoiYSIsImZpbGUiOiJiIn0="
        try expect(
            Triggers.structured(#"{"specversion":"1.0","subject":"historical-import","data_base64":"\#(twice)"}"#),
            "`data_base64`: the member `file` is there twice"
        )
        try expect(
            Triggers.structured(#"{"specversion":"1.0","subject":"historical-import","priority":"high"}"#),
            "`priority` must be an integer, not `high`"
        )
        try expect(
            Triggers.decode("[]", headers: ["content-type": "application/cloudevents-batch+json"]),
            "`content-type` must be application/cloudevents+json, not application/cloudevents-batch+json"
        )
    }

    @Test func `what was refused is kept as it came`() throws {
        let record = Triggers.record([0x00, 0xFF], headers: [Rejection.Header(name: "x", value: nil)])
        let rejection = try #require(Triggers.decoder.decode(record, now: 1).rejection)
        #expect(rejection.bytes == [0x00, 0xFF])
        #expect(rejection.headers == record.headers)
    }

    @Test func `the key is kept, unless it cannot be one of Ratchet's`() throws {
        let kept = try #require(Triggers.decoder.decode(Triggers.record([], key: [UInt8]("r")), now: 1).rejection)
        #expect(kept.originalKey == "r")
        for key in [nil, [0xFF], [UInt8](repeating: 0x61, count: 1_025)] as [[UInt8]?] {
            let rejection = try #require(Triggers.decoder.decode(Triggers.record([], key: key), now: 1).rejection)
            #expect(rejection.originalKey == nil)
        }
    }

    @Test func `what is too large for a dead letter is left where it lies`() throws {
        let record = Triggers.record([UInt8](repeating: 0x20, count: 1_048_577))
        let rejection = try #require(Triggers.decoder.decode(record, now: 1).rejection)
        #expect(rejection.bytes == [])
        #expect(rejection.message.hasSuffix("1048577 bytes are too many to keep, read them at ratchet.triggers/3/1042"))
    }

    @Test func `so are very many headers, and a very long reason is cut`() throws {
        let many = [Rejection.Header](repeating: Rejection.Header(name: "", value: nil), count: 60_000)
        let rejection = try #require(Triggers.decoder.decode(Triggers.record([], headers: many), now: 1).rejection)
        #expect(rejection.headers.isEmpty)
        let type = "application/cloudevents" + String(repeating: "\u{301}", count: 100_000)
        let record = Triggers.record([], headers: Triggers.headers(["content-type": type]))
        let long = try #require(Triggers.decoder.decode(record, now: 1).rejection)
        #expect(long.message.utf8.count < 10_000)
        #expect(long.headers == record.headers)
    }
}
