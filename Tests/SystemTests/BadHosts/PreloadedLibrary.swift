import Foundation
import KafkaTestSupport

/// A library in C that, loaded before all others, changes what a process is told of its machine.
struct PreloadedLibrary {
    private let file: URL

    private static let compiler = ["/usr/bin/cc", "/usr/bin/gcc", "/usr/bin/clang"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// Why there is none, or nil.
    static var missing: String? { compiler == nil ? "no C compiler (cc, gcc, clang) in /usr/bin" : nil }

    init(_ name: String, source: String, in folder: URL) throws {
        guard let compiler = Self.compiler else { throw SupportError(.unavailable, Self.missing ?? "") }
        file = folder.appending(path: "\(name).so")
        let text = folder.appending(path: "\(name).c")
        try source.write(to: text, atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(filePath: compiler)
        process.arguments = ["-shared", "-fPIC", "-O1", "-o", file.path, text.path, "-ldl"]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw SupportError(.exited, "\(compiler) \(text.path)") }
    }

    /// For a shell in which `$0` is the program.
    func command(_ name: String, _ value: String, running arguments: String = "executor") -> String {
        "\(name)='\(value)' LD_PRELOAD='\(file.path)' exec \"$0\" \(arguments)"
    }
}
