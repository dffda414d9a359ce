/// An argument `--name VALUE` or `--name=VALUE`, named after its property.
@propertyWrapper
struct Option<Value: TextValue>: DeclaresArguments, Sendable {
    private let slot: Slot<Value>
    private let placeholder: String
    private let help: String

    var wrappedValue: Value { slot.value }

    /// An option with a default.
    init(wrappedValue: Value, _ placeholder: String? = nil, help: String) {
        slot = Slot(wrappedValue)
        self.placeholder = placeholder ?? Value.kind.placeholder
        self.help = help
    }

    /// An option that is nil when it is not given.
    init<Wrapped>(_ placeholder: String? = nil, help: String) where Value == Wrapped? {
        self.init(wrappedValue: nil, placeholder, help: help)
    }

    func declarations(property: String) -> [ArgumentDeclaration] {
        let name = "--\(property.kebab)"
        // Declarations are made before anything is given.
        let standard = (slot.value as? any SettingValue)?.setting.map { " (default \($0))" } ?? ""
        return [
            ArgumentDeclaration(kind: .option(placeholder: placeholder), name: name, help: help + standard) {
                [slot] text in
                guard let value = Value(text: text) else { throw UsageError(Value.kind.refusal(of: text, for: name)) }
                slot.value = value
            }
        ]
    }
}
