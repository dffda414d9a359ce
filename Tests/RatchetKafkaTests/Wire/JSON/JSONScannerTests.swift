import Foundation
import KafkaTestSupport
import Ratchet
import Testing

@testable import RatchetKafka

struct JSONScannerTests {
    private func accepts(_ bytes: [UInt8]) -> Bool {
        (try? bytes.reading { bytes throws(WireError) in try JSONScanner.value(bytes).kind }) != nil
    }

    @Test(arguments: [
        "{}", " [ ] ", "null", "true", "false", "0", "-0", "-12.5e+3", "1E9", "\"\"", #""\"\\\/\b\f\n\r\té😀""#,
        #"{"a":{"b":[{},[],{"c":[1,2,[3]]}]},"d":"}"}"#, "[1,[2],{\"a\":[]}]", "\"é漢🦀\u{7F}\"", #"{"":""}"#,
    ])
    func `accepts what RFC 8259 allows`(text: String) {
        #expect(accepts([UInt8](text)))
    }

    @Test(arguments: [
        "", " ", "{", "}", "[1,]", "[,1]", "[1 2]", "[1}", "{\"a\":1]", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "{1:2}",
        "{\"a\"}",
        "01", "+1", "1.", ".5", "1e", "-", "- 1", "NaN", "nul", "truE", "1 2", "{}{}", "\"", "\"a", "'a'", #""\x""#,
        #""\u12G4""#,
        #""\ud83d""#, #""\ud83dA""#, #""\ude00""#, #""\ude00\ude00""#, #""\ud83d\n""#, "\"\n\"", "\"\u{0}\"",
        "\u{FEFF}{}", "{\"a\":1}\0",
        "// x\n1",
    ])
    func `refuses what RFC 8259 does not allow`(text: String) {
        #expect(!accepts([UInt8](text)))
    }

    @Test(
        arguments: [
            [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xC3], [0xE2, 0x82], [0xE2, 0x82, 0x41],
            [0xF0, 0x9F, 0xA6],
        ] as [[UInt8]]
    )
    func `refuses invalid UTF-8`(bytes: [UInt8]) {
        #expect(!accepts([0x22] + bytes + [0x22]))
        #expect(!accepts([0x22] + bytes))
    }

    @Test func `agrees with the standard library on every two bytes of UTF-8, and on seeded longer ones`() {
        var random = SeededRandom(for: "UTF-8")
        var samples: [[UInt8]] = (0x80...0xFF).flatMap { first in (0x00...0xFF).map { [UInt8(first), UInt8($0)] } }
        for _ in 0..<50_000 {
            samples.append(
                (0..<Int.random(in: 3...4, using: &random)).map { _ in UInt8.random(in: 0x7E...0xFF, using: &random) }
            )
        }
        for bytes in samples where !bytes.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) {
            #expect(accepts([0x22] + bytes + [0x22]) == (String(validating: bytes, as: UTF8.self) != nil), "\(bytes)")
        }
    }

    @Test func `finds the end of a string wherever it lies in a word`() throws {
        for length in 0..<40 {
            for stop in ["\"", "\\\"", "é", "\n"] {
                let text = String(repeating: "x", count: length) + stop
                let value = [UInt8]("\"\(text)\"")
                #expect(accepts(value) == (stop == "\\\"" || stop == "é"), "\(text)")
            }
        }
    }

    @Test func `stops at 64 levels and never exhausts the stack`() {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            func nested(_ depth: Int) -> [UInt8] {
                [UInt8](String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth))
            }
            #expect(accepts(nested(64)))
            #expect(!accepts(nested(65)))
            #expect(!accepts(nested(1_000_000)))
        }
    }

    @Test func `gives strings without their escapes`() throws {
        let value = [UInt8](#"{"k\u0065y":"\"\\\/\b\f\n\r\t \u00e9 \ud83e\udd80 é🦀"}"#)
        try value.reading { bytes throws(WireError) in
            var object = try JSONObjectReader(bytes)
            let member = try object.next()
            #expect(try member?.value.string("x") == "\"\\/\u{8}\u{C}\n\r\t é 🦀 é🦀")
            if let key = member?.key { #expect("key" ~= key) }
            #expect(try object.next() == nil)
        }
    }

    private func object(_ text: String) throws(WireError) -> JSONObjectText? {
        try [UInt8](text).objectText("x")
    }

    @Test func `keeps an object byte for byte, with the names of its members and of no others`() throws {
        let text = #"{ "a" : {"b":[{"c":1}]} , "\u0064\n":"}", "é":[ ] ,"a":null }"#
        let kept = try #require(try object(" \n\(text)\t"))
        #expect(kept.bytes.text == text)
        #expect(kept.names == ["a", "d\n", "é", "a"])
        let empty = try #require(try object("{ }"))
        #expect(empty.bytes.text == "{ }")
        #expect(empty.names == [])
        #expect(try object(" null ") == nil)
    }

    @Test func `an object that is kept is checked as any value is`() {
        let inside = String(repeating: "[", count: 63) + String(repeating: "]", count: 63)
        #expect(throws: Never.self) { try object(#"{"a":\#(inside),"b":\#(inside)}"#) }
        for text in [
            "", "{", "[]", "5", #""a""#, "{'a':1}", #"{"a":}"#, #"{"a":1,}"#, #"{,"a":1}"#, #"{"a":[ ,]}"#, #"{"a" 1}"#,
            #"{"a":1 "b":2}"#, #"{"a":1}}"#, #"{"a":1},"b":2"#, #"{"a":[\#(inside)]}"#, "\u{FEFF}{}",
        ] {
            #expect(throws: WireError.self, "\(text)") { try object(text) }
        }
    }

    @Test func `what it accepts of seeded mutations, Foundation accepts too`() {
        var random = SeededRandom(for: "JSON")
        let sample = [UInt8](#"{"a":[1,-2.5,{"b":"x\u00e9\n"}],"c":null,"d":true,"é":"漢🦀"}"#)
        var accepted = 0
        for _ in 0..<20_000 {
            let bytes = random.mutate(sample)
            guard accepts(bytes) else { continue }
            accepted += 1
            #expect(throws: Never.self, "\(bytes.text)") {
                try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            }
        }
        #expect(accepted > 100)
    }

    @Test(arguments: [
        ("0", 0), ("-0", 0), ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min), ("17", 17),
    ])
    func `reads integers of 64 bits`(text: String, number: Int) throws {
        let read = try [UInt8](text).reading { bytes throws(WireError) in try JSONScanner.value(bytes).integer("x") }
        #expect(read == number)
    }

    @Test(arguments: [
        "9223372036854775808", "-9223372036854775809", "1.0", "1e3", "\"1\"", "null", "99999999999999999999999",
    ])
    func `refuses what is no integer of 64 bits`(text: String) {
        #expect(throws: WireError.self) {
            try [UInt8](text).reading { bytes throws(WireError) in try JSONScanner.value(bytes).integer("x") }
        }
    }
}
