import Ratchet

/// Reads the fields of an object.
///
/// Members come in the order in which they are declared, as a rule: one walk takes them all. One that comes out of turn
/// takes another walk, and so does one that is not known.
///
/// The draft is written through a pointer, since moving it in and out would cost more than reading a field.
struct FieldReader<Draft>: FieldCoder {
    /// Before the next member's name, or where nothing comes any more.
    private var scanner: JSONScanner
    private let name: StaticString?
    /// Behind the object, once all of it has been read.
    private var end: Int?
    /// This walk has taken the member that was next when it began.
    private var hasTaken = true
    /// The next member's name has escapes, and no field is called as it is written.
    private var isEscaped = false
    private var ordinal = 0
    private var found = FieldSet()
    private let draft: UnsafeMutablePointer<Draft>

    /// Reads the object that comes next.
    ///
    /// - Parameters:
    ///   - scanner: goes on behind the object.
    ///   - name: of the object, for errors.
    ///   - draft: is filled.
    ///   - walk: walks over the declaration once.
    /// - Returns: what tells which fields did not come.
    /// - Throws: what is wrong with the object or one of its fields.
    @inline(__always)
    static func read(
        _ scanner: inout JSONScanner,
        in name: StaticString?,
        into draft: inout Draft,
        _ walk: (inout Self) throws(WireError) -> Void
    ) throws(WireError) -> MissingFields<Draft> {
        try withUnsafeMutablePointer(to: &draft) { draft throws(WireError) in
            var reader = FieldReader(scanner: scanner, name: name, draft: draft)
            try reader.open()
            while try reader.begin() { try walk(&reader) }
            scanner.position = reader.end ?? scanner.count
            return MissingFields(reader.found, in: name)
        }
    }

    private init(scanner: JSONScanner, name: StaticString?, draft: UnsafeMutablePointer<Draft>) {
        self.scanner = scanner
        self.name = name
        self.draft = draft
    }

    private mutating func open() throws(WireError) {
        scanner.skipSpace()
        guard scanner.next == .openBrace else { throw scanner.unexpected("a JSON object") }
        scanner.position += 1
        scanner.skipSpace()
        if scanner.next == .closeBrace { close() } else { try expectName() }
    }

    /// Whether there is a member for another walk.
    @inline(__always)
    private mutating func begin() throws(WireError) -> Bool {
        if !hasTaken { try passBy() }
        ordinal = 0
        hasTaken = false
        return end == nil
    }

    @inline(__always)
    mutating func field<Value: FieldValue>(
        _ name: StaticString,
        isRequired: Bool,
        from lowest: Int,
        _ value: @autoclosure () -> Value?,
        _ set: (inout Draft, Value) -> Void
    ) throws(WireError) {
        while scanner.skipMember(name) || (isEscaped && skipEscaped(name)) {
            try scanner.skipColon()
            set(&draft.pointee, try Value.read(&scanner, FieldName(name, in: self.name), from: lowest))
            found.insert(ordinal)
            hasTaken = true
            try advance()
        }
        ordinal += 1
    }

    @inline(__always)
    mutating func unknown(
        _ members: @autoclosure () -> UnknownMembers,
        _ add: (inout Draft, UnsafeRawBufferPointer) -> Bool
    ) throws(WireError) {
        if !hasTaken { try keep(add) }
    }

    @inline(never)
    private mutating func keep(_ add: (inout Draft, UnsafeRawBufferPointer) -> Bool) throws(WireError) {
        guard let member = try unknownMember() else { return }
        guard add(&draft.pointee, member) else { throw .tooMuchUnknown(in: name) }
        hasTaken = true
        try advance()
    }

    /// A whole walk has taken nothing.
    @inline(never)
    private mutating func passBy() throws(WireError) {
        if try unknownMember() == nil { isEscaped = true } else { try advance() }
    }

    /// The next member as it is written, behind which the scanner goes on; nil when its name is to be looked for without
    /// its escapes.
    private mutating func unknownMember() throws(WireError) -> UnsafeRawBufferPointer? {
        let start = scanner.position
        if try scanner.key().hasEscapes, !isEscaped {
            scanner.position = start
            return nil
        }
        _ = try scanner.value(depth: name == nil ? 0 : 1)
        return scanner.slice(from: start)
    }

    @inline(never)
    private mutating func skipEscaped(_ name: StaticString) -> Bool {
        let start = scanner.position
        guard scanner.next == .quote, let key = try? scanner.string(), name ~= key else {
            scanner.position = start
            return false
        }
        return true
    }

    /// Past the comma, or the brace that closes the object.
    @inline(__always)
    private mutating func advance() throws(WireError) {
        isEscaped = false
        if scanner.skipToName() { return }
        try advanceSlowly()
    }

    @inline(never)
    private mutating func advanceSlowly() throws(WireError) {
        scanner.skipSpace()
        switch scanner.next {
        case .closeBrace: close()
        case .comma:
            scanner.position += 1
            try expectName()
        default: throw scanner.unexpected("`,` or `}`")
        }
    }

    private mutating func expectName() throws(WireError) {
        scanner.skipSpace()
        guard scanner.next == .quote else { throw scanner.unexpected("a member's name") }
    }

    private mutating func close() {
        end = scanner.position + 1
        scanner.position = scanner.count
    }
}
