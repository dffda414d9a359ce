import HistoricalImport
import Ratchet
import Testing

@Suite struct HistoricalImportTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private let cities = "city,temperature\nBern,3\n\"Zug, old\",\nBasel,-1\n"

    private func parameters(_ file: String, _ more: String = "") -> String {
        #"{"file":"\#(file)","topic":"weather"\#(more)}"#
    }

    @Test func eachRowBecomesAnObjectByColumnName() async throws {
        let run = try await ImportRun(parameters(try folder.file(cities)))
        #expect(
            try run.rows() == [
                ["city": "Bern", "temperature": "3"], ["city": "Zug, old", "temperature": ""],
                ["city": "Basel", "temperature": "-1"],
            ]
        )
        #expect(run.outputs.map(\.key) == ["r1/2", "r1/3", "r1/4"])
        #expect(run.outputs.allSatisfy { $0.topic == "weather" })
    }

    @Test func objectHasTheOrderOfTheHeader() async throws {
        let run = try await ImportRun(parameters(try folder.file("z,a,\"m\"\"/é\"\n1,2,\"\\\n\t\u{1}\"\n")))
        let json = #"{"z":"1","a":"2","m\"/é":"\\\n\t\u0001"}"#
        #expect(run.outputs.map { String(decoding: $0.value, as: UTF8.self) } == [json])
        #expect(try run.rows() == [["z": "1", "a": "2", "m\"/é": "\\\n\t\u{1}"]])
    }

    @Test func keyIsTheLineWhereTheRowBegins() async throws {
        let file = try folder.file("a,b\r\n\"x\r\ny\n\",1\r\n\r\nz,2")
        let run = try await ImportRun(parameters(file))
        #expect(try run.rows() == [["a": "x\r\ny\n", "b": "1"], ["a": "z", "b": "2"]])
        #expect(run.outputs.map(\.key) == ["r1/2", "r1/6"])
    }

    @Test func runEndsWithItsCounts() async throws {
        let file = try folder.file(cities)
        let run = try await ImportRun(parameters(file))
        guard case .finishing(let counts) = run.result else { return #expect(Bool(false), "\(run.result as Any)") }
        #expect(counts.imported == 3)
        #expect(counts.skipped == 0)
        #expect(run.notifications.map(\.summary) == ["Imported 3 rows, skipped 0"])
        #expect(run.notifications.map(\.level) == [.success])
    }

    @Test(arguments: [(1, 5), (2, 4), (3, 3), (100, 3)]) func stepIsOnePage(pageSize: Int, steps: Int) async throws {
        let file = try folder.file(cities)
        let run = try await ImportRun(parameters(file, #","pageSize":\#(pageSize)"#))
        #expect(run.steps == steps)
        #expect(run.outputs.map(\.key) == ["r1/2", "r1/3", "r1/4"])
        #expect(try run.rows().map { $0["city"] } == ["Bern", "Zug, old", "Basel"])
    }

    @Test func pageHasAHundredRowsByDefault() async throws {
        let lines = (1...250).map { "\($0)\n" }.joined()
        let run = try await ImportRun(parameters(try folder.file("n\n" + lines)))
        #expect(run.steps == 1 + 3 + 1)
        #expect(try run.rows().map { $0["n"] } == (1...250).map(String.init))
    }

    @Test func progressGoesByBytesToTheEnd() async throws {
        let run = try await ImportRun(parameters(try folder.file(cities), #","pageSize":2"#))
        #expect(run.progress.map(\.done) == [cities.utf8.count - 9, cities.utf8.count])
        #expect(run.progress.allSatisfy { $0.total == cities.utf8.count })
    }

    @Test(arguments: [true, false]) func movedAndRepeatedStepsSendTheSame(repeating: Bool) async throws {
        let file = try folder.file(cities)
        let still = try await ImportRun(parameters(file, #","pageSize":1"#), sharingSession: true)
        let moved = try await ImportRun(parameters(file, #","pageSize":1"#), repeating: repeating)
        #expect(try still.rows() == moved.rows())
        #expect(still.outputs.map(\.key) == moved.outputs.map(\.key))
        #expect(still.result == moved.result)
    }

    @Test func raggedRowFailsTheRunForGood() async throws {
        let run = try await ImportRun(parameters(try folder.file("a,b\n1,2\n3\n")))
        #expect(run.failure?.message.contains("line 3: 1 fields for 2 columns") == true)
        #expect(run.failure?.decision == .never)
        #expect(run.outputs.isEmpty)
    }

    @Test func raggedRowsAreSkippedAndCountedWhenAsked() async throws {
        let file = try folder.file("a,b\n1,2\n3\n4,5,6\n7,8\n")
        let run = try await ImportRun(parameters(file, #","raggedRows":"skip","pageSize":1"#))
        #expect(try run.rows().map { $0["a"] } == ["1", "7"])
        #expect(run.notifications.map(\.summary) == ["Imported 2 rows, skipped 2 (lines 3, 4)"])
        #expect(run.notifications.map(\.level) == [.warn])
        #expect(run.progress.last?.note == "2 rows, skipped 2 (lines 3, 4)")
    }

    @Test func tenOfTheSkippedRowsAreNamedAndAllAreCounted() async throws {
        let rows = (2...14).map { $0 == 3 ? "1,2\n" : "\($0)\n" }.joined()
        let file = try folder.file("a,b\n\(rows)")
        let run = try await ImportRun(parameters(file, #","raggedRows":"skip","pageSize":4"#))
        guard case .finishing(let counts) = run.result else { return #expect(Bool(false), "\(run.result as Any)") }
        #expect(counts.skipped == 12)
        #expect(counts.skippedLines == [2, 4, 5, 6, 7, 8, 9, 10, 11, 12])
        let words = "Imported 1 rows, skipped 12 (lines 2, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 2 more)"
        #expect(run.notifications.map(\.summary) == [words])
    }

    @Test func runThatAnOlderVersionBeganGoesOn() async throws {
        let file = try folder.file("a,b\n1,2\n3\n4,5\n6\n")
        let state = #"{"importing":{"next":{"offset":10,"line":4},"counts":{"imported":1,"skipped":1}}}"#
        let older = #"{"file":"\#(file)","topic":"t","pageSize":100,"raggedRows":"skip"}"#
        let run = try await ImportRun(older, from: state)
        #expect(run.outputs.map(\.key) == ["r1/4"])
        #expect(run.notifications.map(\.summary) == ["Imported 2 rows, skipped 2 (lines 5 and 1 more)"])
    }

    @Test func topicThatIsAwayHasMinutesToComeBack() throws {
        let retry = try Jobs().adding { HistoricalImport() }.registered()[0].retry
        let waits = (1..<retry.attempts).map { retry.delay(after: $0) }
        #expect(waits.reduce(.zero, +) > .seconds(120))
        #expect(waits[0] == .seconds(5))
    }

    @Test func fileThatIsNotThereIsTriedAgain() async throws {
        let run = try await ImportRun(#"{"file":"/nowhere/x.csv","topic":"t"}"#)
        #expect(run.failure?.message.contains("cannot read '/nowhere/x.csv'") == true)
        #expect(run.failure?.decision == .retryAfter(.seconds(1)))
    }

    @Test func folderIsNoFile() async throws {
        let run = try await ImportRun(#"{"file":"/","topic":"t"}"#)
        #expect(run.failure?.message.contains("not a regular file") == true)
    }

    @Test(arguments: [0, -1]) func pageSizeBelowOneFailsForGood(pageSize: Int) async throws {
        let run = try await ImportRun(parameters(try folder.file(cities), #","pageSize":\#(pageSize)"#))
        #expect(run.failure?.message == "pageSize must be 1 or more, not \(pageSize)")
        #expect(run.failure?.decision == .never)
    }

    @Test func delimiterIsTakenFromTheParameters() async throws {
        let file = try folder.file("city;temperature\nBern;3,5\n")
        let run = try await ImportRun(parameters(file, #","delimiter":";""#))
        #expect(try run.rows() == [["city": "Bern", "temperature": "3,5"]])
    }

    @Test func otherDelimiterFailsTheRunForGoodAndNamesTheParameter() async throws {
        let run = try await ImportRun(parameters(try folder.file("city;temperature\nBern;3,5\n")))
        #expect(run.failure?.message.contains(#""delimiter": ";""#) == true)
        #expect(run.failure?.decision == .never)
        #expect(run.outputs.isEmpty)
    }

    @Test(arguments: ["", ";;", "x", "7", #"\""#, #"\n"#, "\u{A7}"]) func whatIsNoDelimiterIsRefusedAtTheTrigger(
        text: String
    ) throws {
        let job = try Jobs().adding { HistoricalImport() }.registered()[0]
        let given = JSONObjectText(
            bytes: Array(#"{"file":"f","topic":"t","delimiter":"\#(text)"}"#.utf8),
            names: ["file", "topic", "delimiter"]
        )
        let error = #expect(throws: RatchetError.self) { try job.parameters(given) }
        #expect(error?.message.contains("'delimiter' is not valid: it must be one character") == true)
    }

    @Test func otherWordForRaggedRowsIsRefusedAtTheTrigger() throws {
        let job = try Jobs().adding { HistoricalImport() }.registered()[0]
        let given = JSONObjectText(
            bytes: Array(#"{"file":"f","topic":"t","raggedRows":"drop"}"#.utf8),
            names: ["file", "topic", "raggedRows"]
        )
        let error = #expect(throws: RatchetError.self) { try job.parameters(given) }
        #expect(error?.message.contains("'raggedRows'") == true)
        #expect(error?.message.contains("drop") == true)
    }
}
