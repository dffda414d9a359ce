import Testing

@testable import RatchetCLI

@Suite struct DurationTests {
    @Test(arguments: [
        ("500ms", Duration.milliseconds(500)), ("10s", .seconds(10)), ("5m", .seconds(300)), ("2h", .seconds(7200)),
        ("7d", .seconds(604_800)),
    ]) func isReadAndWritten(_ text: String, _ duration: Duration) {
        #expect(Duration(text: text) == duration)
        #expect(duration.setting == text)
    }

    @Test(arguments: ["", "5", "s", "-5s", "0s", "5 s", "5x", "1.5h", "9999999999999999999d", "106751991168d", "٣s"])
    func isNothingElse(_ text: String) {
        #expect(Duration(text: text) == nil)
    }
}
