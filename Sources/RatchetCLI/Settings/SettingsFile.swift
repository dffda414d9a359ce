import KafkaClient

/// Reads a configuration file into settings.
///
/// Errors name the file and the line.
struct SettingsFile: Sendable {
    let name: String

    func apply(_ text: String, to settings: inout Settings) throws(SettingsError) {
        let root: YAML?
        do {
            root = try YAML.parse(text)
        } catch {
            throw fault(error.line, error.message)
        }
        guard let root else { return }
        switch root.value {
        case .null: return
        case .mapping(let members): try apply(members, below: "", to: &settings)
        case .scalar, .sequence: throw fault(root.line, "the file must consist of 'name: value' lines")
        }
    }

    private func apply(
        _ members: [(name: String, line: Int, value: YAML)],
        below path: String,
        to settings: inout Settings
    ) throws(SettingsError) {
        for (name, line, node) in members {
            let path = path + name
            if path == "kafka" {
                try applyKafka(node, line, to: &settings)
            } else if let key = SettingKey.all.first(where: { $0.path == path }) {
                try apply(key, node, line, to: &settings)
            } else if SettingKey.all.contains(where: { $0.path.hasPrefix(path + ".") }) {
                switch node.value {
                case .mapping(let inner): try apply(inner, below: path + ".", to: &settings)
                case .null: break
                case .scalar, .sequence: throw fault(line, "'\(path)' must hold 'name: value' lines")
                }
            } else {
                let names = SettingKey.all.map(\.path) + ["kafka"]
                throw fault(line, "unknown key '\(path)'.\(UsageError.suggestion(for: path, among: names))")
            }
        }
    }

    private func apply(
        _ key: SettingKey,
        _ node: YAML,
        _ line: Int,
        to settings: inout Settings
    ) throws(SettingsError) {
        let text: String?
        switch node.value {
        case .null: text = nil
        case .scalar(let scalar): text = scalar
        case .sequence, .mapping: throw fault(line, "'\(key.path)' must be \(key.kind.words), not several values")
        }
        guard key.set(&settings, text) else { throw fault(line, key.kind.refusal(of: text, for: "'\(key.path)'")) }
    }

    private func applyKafka(_ node: YAML, _ line: Int, to settings: inout Settings) throws(SettingsError) {
        switch node.value {
        case .null: return
        case .scalar, .sequence: throw fault(line, "'kafka' must hold librdkafka properties as 'name: value' lines")
        case .mapping(let members):
            for (property, line, node) in members {
                guard case .scalar(let value) = node.value else {
                    throw fault(
                        line,
                        "'kafka.\(property)' must be one value; write the name as it is: '\(property).…:'"
                    )
                }
                if let fault = PropertyRule.fault(of: property, value) { throw self.fault(line, fault) }
                settings.kafka[property] = value
            }
        }
    }

    private func fault(_ line: Int, _ message: String) -> SettingsError {
        SettingsError("\(name):\(line): \(message)")
    }
}
