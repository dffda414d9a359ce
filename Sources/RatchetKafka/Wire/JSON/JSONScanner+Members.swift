import Ratchet

extension JSONScanner {
    /// The next member's name and its colon; nil past the brace that closes the object.
    ///
    /// `isFirst` says whether it is the first of its object, and is false afterwards.
    mutating func member(isFirst: inout Bool) throws(WireError) -> JSONText? {
        skipSpace()
        if next == .closeBrace {
            position += 1
            return nil
        }
        if !isFirst {
            guard next == .comma else { throw unexpected("`,` or `}`") }
            position += 1
        }
        isFirst = false
        return try key()
    }

    /// The next value, an object, with the names of its members; nil when it is null.
    mutating func objectText(_ field: StaticString) throws(WireError) -> JSONObjectText? {
        skipSpace()
        guard next == .openBrace else {
            let value = try value()
            guard value.isNull else { throw .wrongType(field, expected: "a JSON object", found: value.kind) }
            return nil
        }
        let start = position
        position += 1
        var names: [String] = []
        var isFirst = true
        while let name = try member(isFirst: &isFirst) {
            names.append(name.string)
            _ = try value(depth: 1)
        }
        return JSONObjectText(bytes: Array(slice(from: start)), names: names)
    }
}

extension [UInt8] {
    /// The one object that the bytes hold; nil when they hold null.
    func objectText(_ field: StaticString) throws(WireError) -> JSONObjectText? {
        try reading { bytes throws(WireError) in
            var scanner = JSONScanner(bytes)
            let object = try scanner.objectText(field)
            try scanner.end()
            return object
        }
    }
}
