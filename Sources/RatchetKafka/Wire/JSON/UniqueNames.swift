/// Whether the members of every object have different names, as I-JSON wants it (RFC 7493, section 2.3).
///
/// Readers differ in which of two alike counts, and the sender cannot have meant both.
struct UniqueNames {
    /// An object or an array that is open.
    private struct Container {
        let isObject: Bool
        /// Of an object's members, as bytes: letters that look alike may be different names.
        var names: Set<[UInt8]> = []
        /// Of the member that is read.
        var name = ""
        /// Of the element that is read.
        var index = -1
        var isFirst = true
    }

    private var scanner: JSONScanner
    private var open: [Container] = []

    /// - Parameter bytes: one JSON value.
    /// - Throws: `WireError` with the path of the first member that is there twice, or when it is not JSON.
    static func check(_ bytes: UnsafeRawBufferPointer) throws(WireError) {
        var check = UniqueNames(scanner: JSONScanner(bytes))
        repeat { try check.readValue() } while try check.findsNext()
    }

    private init(scanner: JSONScanner) { self.scanner = scanner }

    /// Past a value that is no container, into one that is.
    private mutating func readValue() throws(WireError) {
        scanner.skipSpace()
        let isObject = scanner.next == .openBrace
        guard isObject || scanner.next == .openBracket else {
            _ = try scanner.value()
            return
        }
        guard open.count < JSONScanner.depthLimit else { throw .notJSON("nested too deep", at: scanner.position) }
        scanner.position += 1
        open.append(Container(isObject: isObject))
    }

    /// To where the next value begins; false when there is none.
    private mutating func findsNext() throws(WireError) -> Bool {
        while let last = open.indices.last {
            if try open[last].isObject ? findsMember(last) : findsElement(last) { return true }
            open.removeLast()
        }
        return false
    }

    private mutating func findsMember(_ last: Int) throws(WireError) -> Bool {
        guard let name = try scanner.member(isFirst: &open[last].isFirst)?.string else { return false }
        open[last].name = name
        guard open[last].names.insert(Array(name.utf8)).inserted else {
            throw WireError(
                code: .malformedValue,
                message: "the member `\(path)` is there twice: give each member once (RFC 7493)"
            )
        }
        return true
    }

    private mutating func findsElement(_ last: Int) throws(WireError) -> Bool {
        scanner.skipSpace()
        open[last].index += 1
        if scanner.next == .closeBracket {
            scanner.position += 1
            return false
        }
        guard open[last].index > 0 else { return true }
        guard scanner.next == .comma else { throw scanner.unexpected("`,` or `]`") }
        scanner.position += 1
        return true
    }

    /// As in `parameters.files[2].name`.
    private var path: String {
        open.reduce(into: "") { path, container in
            if container.isObject {
                path += (path.isEmpty ? "" : ".") + container.name.prefix(100)
            } else {
                path += "[\(container.index)]"
            }
        }
    }
}
