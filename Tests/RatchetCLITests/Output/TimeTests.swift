import Testing

@testable import RatchetCLI

@Suite struct TimeTests {
    @Test(arguments: [
        (999, "999 ms ago"), (1000, "1.0 s ago"), (12_000, "12 s ago"), (180_000, "3 min ago"),
        (7_200_000, "2 h ago"), (172_800_000, "2 d ago"), (-60_000, "in 60 s"),
    ]) func tellsAges(_ age: Int, _ words: String) {
        #expect(Time.age(of: 1_000_000_000 - Int64(age), now: 1_000_000_000) == words)
    }

    @Test func writesTimesInUTC() {
        #expect(Time.text(1_795_485_418_624) == "2026-11-24T01:56:58.624Z")
    }
}
