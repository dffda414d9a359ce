/// Collects the pieces of an object and hands them to a writer together: each appending to an array costs more than the
/// few bytes that it copies.
struct FieldOutput {
    /// The most bytes that a field's name may have.
    static let nameLimit = 64

    /// What is collected before it is handed on.
    private static let size = 1_024
    private let memory: UnsafeMutableRawPointer
    private let writer: UnsafeMutablePointer<ByteWriter>
    private var count = 0

    private init(_ memory: UnsafeMutableRawPointer, _ writer: UnsafeMutablePointer<ByteWriter>) {
        self.memory = memory
        self.writer = writer
    }

    /// What `body` appends goes to the writer when it returns.
    @inline(__always)
    static func collecting(into writer: inout ByteWriter, _ body: (inout FieldOutput) -> Void) {
        withUnsafeMutablePointer(to: &writer) { writer in
            withUnsafeTemporaryAllocation(byteCount: size, alignment: 1) { memory in
                guard let base = memory.baseAddress else { return }
                var output = FieldOutput(base, writer)
                body(&output)
                output.flush()
            }
        }
    }

    /// As `{"name":` or `,"name":`.
    @inline(__always)
    mutating func append(name: StaticString, after separator: UInt8) {
        let length = name.utf8CodeUnitCount
        reserve(length + 4)
        memory.storeBytes(of: separator, toByteOffset: count, as: UInt8.self)
        memory.storeBytes(of: .quote, toByteOffset: count + 1, as: UInt8.self)
        (memory + (count + 2)).copyMemory(from: name.utf8Start, byteCount: length)
        memory.storeBytes(of: .quote, toByteOffset: count + length + 2, as: UInt8.self)
        memory.storeBytes(of: .colon, toByteOffset: count + length + 3, as: UInt8.self)
        count += length + 4
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        reserve(1)
        memory.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count += 1
    }

    mutating func append(_ number: Int64) {
        reserve(Digits.limit)
        count += Digits.write(number, to: memory + count)
    }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        guard bytes.count <= Self.size else {
            flush()
            return writer.pointee.append(bytes)
        }
        reserve(bytes.count)
        (memory + count).copyMemory(from: base, byteCount: bytes.count)
        count += bytes.count
    }

    /// As a JSON string, in quotes.
    mutating func append(quoted text: String) {
        var text = text
        text.withUTF8 { bytes in
            guard bytes.count <= Self.size - 2, bytes.firstToEscape(from: 0) == nil else {
                flush()
                return writer.pointee.append(quoted: bytes)
            }
            reserve(bytes.count + 2)
            append(.quote)
            append(UnsafeRawBufferPointer(bytes))
            append(.quote)
        }
    }

    @inline(__always)
    private mutating func reserve(_ room: Int) {
        if Self.size - count < room { flush() }
    }

    @inline(never)
    private mutating func flush() {
        writer.pointee.append(UnsafeRawBufferPointer(start: memory, count: count))
        count = 0
    }
}
