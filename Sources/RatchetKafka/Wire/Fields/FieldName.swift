/// A field as errors name it: `error.seq` within the object `error`.
struct FieldName: CustomStringConvertible {
    let object: StaticString?
    let name: StaticString

    init(_ name: StaticString, in object: StaticString?) {
        self.object = object
        self.name = name
    }

    var description: String { object.map { "\($0).\(name)" } ?? name.description }
}
