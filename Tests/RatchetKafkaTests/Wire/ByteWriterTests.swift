import Foundation
import KafkaTestSupport
import Testing

@testable import RatchetKafka

struct ByteWriterTests {
    @Test func `writes numbers in decimal`() {
        for number in [0, 1, -1, 9, 10, 99, 100, Int.max, Int.min] {
            var writer = ByteWriter()
            writer.append(number)
            #expect(writer.bytes.text == String(number))
        }
    }

    @Test func `writes strings that JSON readers give back as they were`() throws {
        let all = String(String.UnicodeScalarView((0...0x2FF).compactMap(Unicode.Scalar.init)))
        var random = SeededRandom(for: "strings")
        for text in [all, "", "🦀\u{10FFFF}"] + (0..<500).map({ _ in random.text() }) {
            var writer = ByteWriter()
            writer.append(quoted: text)
            #expect(try JSONDecoder().decode(String.self, from: Data(writer.bytes)) == text)
            let read = try writer.bytes.reading { bytes throws(WireError) in try JSONScanner.value(bytes).string("x") }
            #expect(Array(read.utf8) == Array(text.utf8))
        }
    }

    @Test func `escapes control characters in one way only`() {
        var writer = ByteWriter()
        writer.append(quoted: "\u{0}\u{8}\t\n\u{C}\r\u{1F}\"\\/")
        #expect(writer.bytes.text == #""\u0000\b\t\n\f\r\u001f\"\\/""#)
    }

    @Test func `begins anew when cleared`() {
        var writer = ByteWriter()
        writer.append("first" as StaticString)
        writer.clear()
        writer.append(false)
        #expect(writer.bytes.text == "false")
        #expect(writer.count == 5)
    }
}
