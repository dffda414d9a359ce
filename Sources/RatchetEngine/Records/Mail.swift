/// Whom a row of `mail` is for.
package enum Address: Hashable, Sendable {
    case run(jobId: String)
}

/// What names a row of `mail`: the key of its record.
///
/// It stands for one thing for ever: what is written under the same key again says the same again.
package struct MailKey: Hashable, Sendable {
    package let address: Address
    /// Made by the sender: `command/c-7f3a`.
    package let id: String

    package init(_ address: Address, id: String) {
        self.address = address
        self.id = id
    }

    private static let runPrefix = "run/"

    /// As it stands in the record: `run/import-7|command/c-7f3a`.
    package var text: String {
        switch address {
        case .run(let jobId): "\(Self.runPrefix)\(jobId)|\(id)"
        }
    }

    /// Nil when it is not the key of a row for an address that this version knows.
    package init?(text: String) {
        guard text.hasPrefix(Self.runPrefix), let bar = text.firstIndex(of: "|") else { return nil }
        let jobId = text[text.index(text.startIndex, offsetBy: Self.runPrefix.count)..<bar]
        let id = text[text.index(after: bar)...]
        guard !jobId.isEmpty, !id.isEmpty else { return nil }
        self.init(.run(jobId: String(jobId)), id: String(id))
    }
}

/// What a row of `mail` says: what one owner tells another, until its effect and its null commit together.
package struct Mail: Sendable, Equatable {
    package let command: Command
    /// The command's JSON, byte for byte as it was sent.
    package let json: [UInt8]
    /// The record of `commands` that it was: `ratchet.commands/3/17`.
    package let from: String
    package let key: MailKey

    package init(_ command: Command, json: [UInt8], from: String) {
        self.command = command
        self.json = json
        self.from = from
        key = MailKey(.run(jobId: command.jobId), id: Self.idPrefix + command.id)
    }

    package static let idPrefix = "command/"

    /// Roughly what it takes in a record, or in memory.
    package var bytes: Int { 2 * json.count + 300 }
}

/// A row of `mail` as it lies in its partition.
package struct MailRow: Sendable {
    package let mail: Mail
    package let offset: Int64
    /// By the broker's clock.
    package let appended: Milliseconds

    package init(_ mail: Mail, offset: Int64, appended: Milliseconds) {
        self.mail = mail
        self.offset = offset
        self.appended = appended
    }
}

/// A record of `mail`, as it was read.
package enum MailRecord: Sendable {
    case row(MailRow)
    case settled(MailKey, offset: Int64)
}
