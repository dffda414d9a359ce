import Foundation

/// What a child process has written to one of its outputs.
///
/// A file, not a pipe: it never blocks the child, and what was written before a crash is all there.
package struct OutputFile: Sendable {
    package let url: URL

    /// Everything written so far.
    package var text: String { String(decoding: (try? Data(contentsOf: url)) ?? Data(), as: UTF8.self) }

    /// The number of bytes written so far: where to wait from, for a line that has been there before.
    package var size: Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: url.path)
        return (attributes?[.size] as? Int) ?? 0
    }

    /// The last lines, for a message about what went wrong.
    package func tail(_ count: Int = 15) -> String {
        text.split(separator: "\n").suffix(count).joined(separator: "\n")
    }
}

/// Reads the whole lines of a growing file, each once.
struct LineReader {
    private let url: URL
    private var position: UInt64
    private var rest = Data()

    init(_ file: OutputFile, from offset: Int = 0) {
        url = file.url
        position = UInt64(offset)
    }

    /// The lines that were finished since the last call; with `toEnd` also one that has no line end yet.
    mutating func next(toEnd: Bool = false) throws -> [String] {
        let handle = try FileHandle(forReadingFrom: url)
        defer { try? handle.close() }
        try handle.seek(toOffset: position)
        let data = try handle.readToEnd() ?? Data()
        position += UInt64(data.count)
        rest.append(data)
        var lines = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let last = lines.removeLast()
        if toEnd, !last.isEmpty { lines.append(last) }
        rest = Data(last)
        return lines.map { String(decoding: $0, as: UTF8.self) }
    }
}
