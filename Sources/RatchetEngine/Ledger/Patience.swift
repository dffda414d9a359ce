/// How long mail for runs that are not known rests, and how it is made sure that they do not come.
///
/// A row is given up when it has rested for long enough, and all that lay in `steps` by then is read: the step 0
/// of its run may have been there.
struct Patience {
    private struct Rest: Comparable {
        let due: Milliseconds
        let key: MailKey

        static func < (left: Self, right: Self) -> Bool { left.due < right.due }
    }

    private enum Question {
        case none
        /// Where `steps` ends.
        case asked([MailKey])
        case answered([MailKey], end: Int64)
    }

    private var resting = Heap<Rest>()
    private var question = Question.none

    /// When the next row has rested for long enough (uptime); nil when there is none, or while others are looked into.
    var due: Milliseconds? {
        guard case .none = question else { return nil }
        return resting.min?.due
    }

    mutating func rest(_ key: MailKey, until due: Milliseconds, _ mail: borrowing RestingMail) {
        resting.insert(Rest(due: due, key: key))
        // Of rows that were settled meanwhile entries are left.
        if resting.count > 2 * mail.count + Self.room { resting.removeAll { !mail.contains($0.key) } }
    }

    private static let room = 1_024

    /// True when it is to be asked where `steps` ends.
    mutating func ask(at uptime: Milliseconds) -> Bool {
        guard case .none = question else { return false }
        var keys: [MailKey] = []
        while let rest = resting.min, rest.due <= uptime, keys.count < Self.turn {
            _ = resting.popMin()
            keys.append(rest.key)
        }
        guard !keys.isEmpty else { return false }
        question = .asked(keys)
        return true
    }

    /// - Returns: false when nobody has asked.
    mutating func answer(end: Int64) -> Bool {
        guard case .asked(let keys) = question else { return false }
        question = .answered(keys, end: end)
        return true
    }

    /// Rows whose runs would have come by now.
    mutating func takeOverdue(readUpTo offset: Int64) -> [MailKey] {
        guard case .answered(let keys, let end) = question, offset >= end else { return [] }
        question = .none
        return keys
    }

    /// Rows that are looked into at a time.
    private static let turn = 1_000
}
