/// An argument `--name VALUE` or `--name=VALUE`, named after its property.
@propertyWrapper
struct Option<Value: Sendable>: DeclaresArguments, Sendable {
    private let slot: Slot<Value>
    private let placeholder: String
    private let help: String
    private let words: String?
    private let accept: @Sendable (Slot<Value>, String) -> Bool

    var wrappedValue: Value { slot.value }

    /// One that has a value when it is not given.
    init(wrappedValue: Value, _ placeholder: String? = nil, help: String) where Value: ArgumentValue {
        slot = Slot(wrappedValue)
        self.placeholder = placeholder ?? Value.placeholder
        self.help = help
        words = Value.words
        accept = { slot, text in
            guard let value = Value(argument: text) else { return false }
            slot.value = value
            return true
        }
    }

    /// One that is nil when it is not given.
    init<Wrapped: ArgumentValue>(_ placeholder: String? = nil, help: String) where Value == Wrapped? {
        slot = Slot(nil)
        self.placeholder = placeholder ?? Wrapped.placeholder
        self.help = help
        words = Wrapped.words
        accept = { slot, text in
            guard let value = Wrapped(argument: text) else { return false }
            slot.value = value
            return true
        }
    }

    func declarations(property: String) -> [ArgumentDeclaration] {
        let name = "--\(property.kebab)"
        return [
            ArgumentDeclaration(kind: .option(placeholder: placeholder), name: name, help: help) {
                [slot, accept, words] text in
                if accept(slot, text) { return true }
                guard let words else { return false }
                throw UsageError("\(name) must be \(words), not '\(text)'")
            }
        ]
    }
}
