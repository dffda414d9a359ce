import Foundation
import RatchetEngine

/// Times for people.
enum Time {
    /// As in `2026-11-24T02:00:00.120Z`.
    static func text(_ milliseconds: Milliseconds) -> String {
        Date(timeIntervalSince1970: (Double(milliseconds) + 0.5) / 1000)
            .formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    /// As in `3 min ago`, `in 2 h`.
    static func age(of time: Milliseconds, now: Milliseconds) -> String {
        let words = length(abs(now - time))
        return time > now ? "in \(words)" : "\(words) ago"
    }

    /// As in `1.2 s`, `3 min`, `2 h`, `5 d`.
    static func length(_ milliseconds: Milliseconds) -> String {
        switch milliseconds {
        case ..<1000: "\(milliseconds) ms"
        case ..<10_000: "\(milliseconds / 1000).\(milliseconds / 100 % 10) s"
        case ..<120_000: "\(milliseconds / 1000) s"
        case ..<7_200_000: "\(milliseconds / 60_000) min"
        case ..<172_800_000: "\(milliseconds / 3_600_000) h"
        default: "\(milliseconds / 86_400_000) d"
        }
    }
}
