/// An argument `--name VALUE` or `--name=VALUE`, named after its property.
@propertyWrapper
struct Option<Value: Sendable>: DeclaresArguments, Sendable {
    private let slot: Slot<Value>
    private let placeholder: String
    private let help: String
    private let accept: @Sendable (Slot<Value>, String) -> Bool

    var wrappedValue: Value { slot.value }

    /// One that has a value when it is not given.
    init(wrappedValue: Value, _ placeholder: String? = nil, help: String) where Value: ArgumentValue {
        slot = Slot(wrappedValue)
        self.placeholder = placeholder ?? Value.placeholder
        self.help = help
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
        accept = { slot, text in
            guard let value = Wrapped(argument: text) else { return false }
            slot.value = value
            return true
        }
    }

    func declarations(property: String) -> [ArgumentDeclaration] {
        [
            ArgumentDeclaration(kind: .option(placeholder: placeholder), name: "--\(property.kebab)", help: help) {
                [slot, accept] text in accept(slot, text)
            }
        ]
    }
}
