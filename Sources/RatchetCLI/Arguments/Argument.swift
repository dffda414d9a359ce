/// An argument that is told by its place; it must be given.
@propertyWrapper
struct Argument: DeclaresArguments, Sendable {
    private let slot = Slot("")
    private let name: String
    private let help: String

    var wrappedValue: String { slot.value }

    init(_ name: String, help: String) {
        self.name = name
        self.help = help
    }

    func declarations(property: String) -> [ArgumentDeclaration] {
        [
            ArgumentDeclaration(kind: .positional, name: name, help: help) { [slot, name] text in
                guard !text.isEmpty else { throw UsageError("\(name) must not be empty") }
                slot.value = text
            }
        ]
    }
}
