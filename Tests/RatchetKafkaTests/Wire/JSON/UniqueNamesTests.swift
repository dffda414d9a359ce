import KafkaTestSupport
import Testing

@testable import RatchetKafka

struct UniqueNamesTests {
    private func twice(_ text: String) throws -> String? {
        do {
            try [UInt8](text.utf8).reading { bytes throws(WireError) in try UniqueNames.check(bytes) }
            return nil
        } catch {
            guard let start = error.message.firstIndex(of: "`"), let end = error.message.lastIndex(of: "`") else {
                throw error
            }
            return String(error.message[start...end].dropFirst().dropLast())
        }
    }

    @Test(arguments: [
        "1", "null", "[]", "{}", " [ ] ", "[1,2]", #"{"a":1,"b":{"a":1},"c":[{"a":1},{"a":2}]}"#,
        // Alike to people, not to machines.
        "{\"\u{E9}\":1,\"e\u{301}\":2}", #"{"a":"a","A":"a"}"#,
    ])
    func `names that differ`(text: String) throws {
        #expect(try twice(text) == nil)
    }

    @Test(arguments: [
        (#"{"a":1,"a":1}"#, "a"), (#"{"a":1,"\u0061":1}"#, "a"), (#"{"":1,"":1}"#, ""),
        (#"{"a":{"b":{}},"c":{"b":[1,[2,{"d":1 , "d":1}]]}}"#, "c.b[1][1].d"),
        (#"[{"a":1},{"a":1,"b":[],"a":1}]"#, "[1].a"),
    ])
    func `a name that is there twice is told with its path`(text: String, path: String) throws {
        #expect(try twice(text) == path)
    }

    @Test func `what is not JSON is no crash`() {
        var random = SeededRandom(for: "unique names")
        let text = [UInt8](#"{"a":[1,{"b":"c"},[]],"d":{"e":null,"f":[true]}}"#.utf8)
        for _ in 0..<5_000 {
            let bytes = random.mutate(text)
            _ = try? bytes.reading { bytes throws(WireError) in try UniqueNames.check(bytes) }
        }
    }
}
