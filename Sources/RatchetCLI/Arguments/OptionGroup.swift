/// Options that several commands have in common.
@propertyWrapper
struct OptionGroup<Group: Sendable>: DeclaresArguments, Sendable {
    let wrappedValue: Group

    func declarations(property: String) -> [ArgumentDeclaration] {
        ArgumentDeclaration.all(of: wrappedValue).map { declaration in
            guard declaration.section == .command else { return declaration }
            var common = declaration
            common.section = .common
            return common
        }
    }
}
