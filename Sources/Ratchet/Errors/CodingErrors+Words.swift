extension DecodingError {
    /// Which field is wrong, and how: `pageSize must be a whole number, but …`.
    var inPlainWords: String {
        switch self {
        case .keyNotFound(let key, let context):
            "\(Self.path(context.codingPath + [key])) is missing"
        case .valueNotFound(let type, let context):
            "\(Self.path(context.codingPath)) must be \(Self.words(for: type)), not null"
        case .typeMismatch(let type, let context):
            "\(Self.path(context.codingPath)) must be \(Self.words(for: type)): \(context.debugDescription)"
        case .dataCorrupted(let context):
            "\(Self.path(context.codingPath)) is not valid: \(context.debugDescription)"
        @unknown default:
            String(describing: self)
        }
    }

    private static func words(for type: Any.Type) -> String {
        switch type {
        case is Bool.Type: "true or false"
        case is String.Type: "a string"
        case is any BinaryInteger.Type: "a whole number"
        case is any BinaryFloatingPoint.Type: "a number"
        case is [Any].Type: "a list"
        case is [String: Any].Type: "an object"
        default: "a \(type)"
        }
    }
}

extension EncodingError {
    /// Which field does not encode, and why.
    var inPlainWords: String {
        switch self {
        case .invalidValue(_, let context):
            "\(DecodingError.path(context.codingPath)): \(context.debugDescription)"
        @unknown default:
            String(describing: self)
        }
    }
}

extension DecodingError {
    /// A path as in code: `rows[3].name`; `the value` for the whole.
    fileprivate static func path(_ keys: [any CodingKey]) -> String {
        var path = ""
        for key in keys {
            if let index = key.intValue {
                path += "[\(index)]"
            } else {
                path += path.isEmpty ? key.stringValue : ".\(key.stringValue)"
            }
        }
        return path.isEmpty ? "the value" : "'\(path)'"
    }
}
