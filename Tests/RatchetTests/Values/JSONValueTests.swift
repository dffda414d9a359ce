import Foundation
import Ratchet
import Testing

@Suite struct JSONValueTests {
    @Test func literalsReadBackAsThemselves() throws {
        let values: [String: JSONValue] = ["s": "a", "i": 1, "d": 1.5, "b": true, "big": .int(.max)]
        let data = try JSONEncoder().encode(values)
        #expect(try JSONDecoder().decode([String: JSONValue].self, from: data) == values)
    }

    @Test(arguments: ["null", "[1]", "{}"]) func otherValuesAreRefused(json: String) {
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(JSONValue.self, from: Data(json.utf8)) }
    }
}
