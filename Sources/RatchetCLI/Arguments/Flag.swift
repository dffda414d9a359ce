/// An argument `--name`, named after its property: true when it is given.
@propertyWrapper
struct Flag: DeclaresArguments, Sendable {
    private let slot = Slot(false)
    private let help: String

    var wrappedValue: Bool { slot.value }

    init(help: String) {
        self.help = help
    }

    func declarations(property: String) -> [ArgumentDeclaration] {
        [
            ArgumentDeclaration(kind: .flag, name: "--\(property.kebab)", help: help) { [slot] _ in
                slot.value = true
            }
        ]
    }
}
