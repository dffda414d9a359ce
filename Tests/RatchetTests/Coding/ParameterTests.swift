import Foundation
import Ratchet
import Testing

private struct Import: Job {
    static let definition = Definition(
        "import",
        defaults: ["pageSize": 100, "mode": "full", "ratio": 0.5, "dry": false]
    )

    struct Source: Codable, Sendable { var names: [String] }
    struct Parameters: Codable, Sendable {
        var file: String
        var pageSize: Int
        var mode: String
        var ratio: Double
        var dry: Bool
        var since: Date?
        var sources: [Source]?
        var id: Decimal?
    }

    func perform(_ state: NoState, in run: Run<Self>) async throws -> Step<NoState> { .complete }
}

@Suite struct ParameterTests {
    private func merged(_ given: String?) throws -> String {
        let job = try Jobs().adding { Import() }.registered()[0]
        return String(decoding: try job.parameters(given.map(object)), as: UTF8.self)
    }

    private func object(_ text: String) throws -> JSONObjectText {
        let members = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        return JSONObjectText(bytes: Array(text.utf8), names: Array(try #require(members).keys))
    }

    private func refusal(_ given: String?) -> String? {
        #expect(throws: RatchetError.self) { try merged(given) }?.message
    }

    @Test func defaultsFillWhatIsLeftOut() throws {
        #expect(
            try merged(#"{"file":"a"}"#)
                == #"{"file":"a","dry":false,"mode":"full","pageSize":100,"ratio":0.5}"#
        )
    }

    @Test func givenOnesGoBeforeDefaults() throws {
        #expect(
            try merged(#"{ "pageSize" : 5, "file" : "}" }"#)
                == #"{ "pageSize" : 5, "file" : "}" ,"dry":false,"mode":"full","ratio":0.5}"#
        )
    }

    @Test func whatIsGivenKeepsItsExactForm() throws {
        let given = #"{"file":"a","pageSize":7,"mode":"x","ratio":1.10,"dry":true,"id":0.12345678901234567890123}"#
        #expect(try merged(given) == given)
    }

    @Test func unknownOnesStay() throws {
        #expect(try merged(#"{"file":"a","other":[1]}"#).contains(#""other":[1]"#))
    }

    @Test func withoutParametersTheDefaultsAreAll() throws {
        struct Bare: Job {
            static let definition = Definition("bare", defaults: ["a": 1])
            struct Parameters: Codable, Sendable { var a: Int }
            func perform(_ state: NoState, in run: Run<Self>) async throws -> Step<NoState> { .complete }
        }
        let job = try Jobs().adding { Bare() }.registered()[0]
        #expect(String(decoding: try job.parameters(nil), as: UTF8.self) == #"{"a":1}"#)
        #expect(String(decoding: try job.parameters(object("{}")), as: UTF8.self) == #"{"a":1}"#)
    }

    @Test func missingOneIsNamed() {
        #expect(refusal(nil) == "job 'import': parameters: 'file' is missing")
    }

    @Test func wrongTypeNamesThePathAndWhatBelongsThere() {
        #expect(refusal(#"{"file":"a","pageSize":"many"}"#)?.contains("'pageSize' must be a whole number") == true)
        #expect(refusal(#"{"file":1}"#)?.contains("'file' must be a string") == true)
        #expect(refusal(#"{"file":null}"#)?.contains("'file' must be a string, not null") == true)
        #expect(refusal(#"{"file":"a","dry":1}"#)?.contains("'dry' must be true or false") == true)
        #expect(
            refusal(#"{"file":"a","sources":[{"names":[]},{"names":["a",5]}]}"#)?.contains(
                "'sources[1].names[1]' must be a string"
            ) == true
        )
        #expect(refusal(#"{"file":"a","sources":{}}"#)?.contains("'sources' must be a list") == true)
        #expect(refusal(#"{"file":"a","sources":[{}]}"#)?.contains("'sources[0].names' is missing") == true)
    }

    @Test func fractionWhereAWholeNumberBelongsIsNamed() {
        #expect(
            refusal(#"{"file":"a","pageSize":1.5,"ratio":2}"#)?.contains("'pageSize' (1.5) must be a whole number")
                == true
        )
        #expect(refusal(#"{"file":"a","pageSize":99999999999999999999}"#)?.contains("'pageSize'") == true)
    }

    @Test func datesAreISO8601() throws {
        for time in ["2026-11-24T02:00:00Z", "2026-11-24T02:00:00.123Z", "2026-11-24T04:00:00+02:00"] {
            _ = try merged(#"{"file":"a","since":"\#(time)"}"#)
        }
        #expect(
            refusal(#"{"file":"a","since":"yesterday"}"#)?.contains("'since' is not valid: 'yesterday' is not a date")
                == true
        )
        #expect(refusal(#"{"file":"a","since":0}"#)?.contains("'since' must be a string") == true)
    }
}
