import KafkaClient

/// Flags for some of the settings; they override the environment and the file.
@propertyWrapper
struct SettingFlags: DeclaresArguments, Sendable {
    /// A flag that was given, checked.
    enum Given: Sendable {
        case setting(SettingKey, String)
        /// A property of librdkafka.
        case kafka(name: String, value: String)
    }

    private let slot = Slot<[Given]>([])
    private let areas: [SettingKey.Area]

    /// In the order of the command line.
    var wrappedValue: [Given] { slot.value }

    init(_ areas: SettingKey.Area...) {
        self.areas = areas
    }

    func declarations(property: String) -> [ArgumentDeclaration] {
        let keys = SettingKey.all.filter { areas.contains($0.area) }
        return keys.map(declaration) + (areas.contains(.connection) ? [kafka] : [])
    }

    private func declaration(_ key: SettingKey) -> ArgumentDeclaration {
        let standard = key.defaultText.map { "default \($0), " } ?? ""
        return ArgumentDeclaration(
            kind: .option(placeholder: key.kind.placeholder),
            section: .settings,
            name: key.flag,
            help: "\(key.summary) (\(standard)environment \(key.variable))"
        ) { [slot] text in
            var scratch = Settings()
            guard key.set(&scratch, text) else { throw UsageError(key.kind.refusal(of: text, for: key.flag)) }
            slot.change { $0.append(.setting(key, text)) }
        }
    }

    private var kafka: ArgumentDeclaration {
        ArgumentDeclaration(
            kind: .option(placeholder: "NAME=VALUE"),
            section: .settings,
            name: "--kafka",
            help: "A property of librdkafka, such as security.protocol=ssl; may be given more than once "
                + "(environment RATCHET_KAFKA_SECURITY_PROTOCOL)"
        ) { [slot] text in
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, !parts[0].isEmpty else {
                throw UsageError("--kafka must be NAME=VALUE, such as security.protocol=ssl, not '\(text)'")
            }
            if let fault = PropertyRule.fault(of: parts[0], parts[1]) { throw UsageError("--kafka: \(fault)") }
            slot.change { $0.append(.kafka(name: parts[0], value: parts[1])) }
        }
    }
}
