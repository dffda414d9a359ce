import Foundation
import KafkaTestSupport
import Testing

@testable import RatchetKafka

struct RFC3339Tests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("1985-04-12T23:20:50.52Z", 482_196_050_520),
        ("1996-12-19T16:39:57-08:00", 851_042_397_000),
        ("1990-12-31T23:59:60Z", 662_688_000_000), ("1990-12-31T15:59:60-08:00", 662_688_000_000),
        ("1937-01-01T12:00:27.87+00:20", -1_041_337_172_130), ("2026-11-24t02:00:00.123999999z", 1_795_485_600_123),
        ("2024-02-29T00:00:00Z", 1_709_164_800_000), ("2000-02-29T00:00:00-00:00", 951_782_400_000),
        ("0000-01-01T00:00:00Z", -62_167_219_200_000), ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
        ("1969-12-31T23:59:59.9Z", -100),
    ])
    func `a time is read to the millisecond`(text: String, time: Int64) {
        #expect(RFC3339.milliseconds(text) == time)
    }

    @Test(arguments: [
        "", "2026-11-24", "2026-11-24T02:00:00", "2026-11-24 02:00:00Z", "2026-11-24T02:00Z", "2026-11-24T02:00:00.Z",
        "2026-11-24T02:00:00+0100", "2026-11-24T02:00:00+01", "2026-11-24T24:00:00Z", "2026-11-24T02:60:00Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z", "2026-04-31T00:00:00Z", "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z",
        "2026-11-00T00:00:00Z",
        "2026-11-24T02:00:00Z ", " 2026-11-24T02:00:00Z", "2026-11-24T02:00:00+24:00", "2026-11-24T02:00:00+01:60",
        "2026-11-24T12:00:60Z", "26-11-24T02:00:00Z", "+2026-11-24T02:00:00Z", "2026-1-24T02:00:00Z",
        "２026-11-24T02:00:00Z", "now",
    ])
    func `anything else is none`(text: String) {
        #expect(RFC3339.milliseconds(text) == nil)
    }

    @Test func `agrees with Foundation on seeded times in any offset`() {
        var random = SeededRandom(for: "RFC 3339")
        for _ in 0..<2_000 {
            let second = Int64.random(in: -5_000_000_000...200_000_000_000, using: &random)
            let offset = Int.random(in: -1_439...1_439, using: &random)
            let local = Date(timeIntervalSince1970: Double(second + Int64(offset) * 60))
            let text = local.formatted(.iso8601.year().month().day().time(includingFractionalSeconds: false))
            let sign = offset < 0 ? "-" : "+"
            func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
            let full = "\(text)\(sign)\(two(abs(offset) / 60)):\(two(abs(offset) % 60))"
            #expect(RFC3339.milliseconds(full) == second * 1000, "\(full)")
        }
    }
}
