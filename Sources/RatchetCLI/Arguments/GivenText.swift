import Foundation

/// The arguments and the environment of a process, from their bytes.
///
/// Swift replaces what is not UTF-8, and a run would be started with a name that nobody has given.
struct GivenText {
    /// Those that are UTF-8.
    private(set) var environment: [String: String] = [:]
    /// What is not, of what Ratchet reads, in words.
    private(set) var unreadable: [String] = []
    /// The names of the other variables that are not.
    private(set) var unreadableVariables: Set<String> = []

    /// - Parameters:
    ///   - arguments: Without the name of the program.
    ///   - environment: As in `NAME=value`.
    init(arguments: [[UInt8]], environment: [[UInt8]]) {
        for (index, argument) in arguments.enumerated() where Self.text(argument) == nil {
            let before = index > 0 ? Self.text(arguments[index - 1]) : nil
            let place = before.map { $0.hasPrefix("--") ? " (after \($0))" : "" } ?? ""
            unreadable.append("argument \(index + 1)\(place) is not UTF-8: '\(Self.escaped(argument))'")
        }
        for variable in environment { add(variable) }
    }

    private mutating func add(_ variable: [UInt8]) {
        // The first sign may belong to the name.
        guard let end = variable.dropFirst().firstIndex(of: UInt8(ascii: "=")) else { return }
        let name = variable[..<end]
        if let name = Self.text(name), let value = Self.text(variable[(end + 1)...]) {
            // The first of two counts, as for getenv.
            environment[name] = environment[name] ?? value
        } else if Self.isOurs(name) {
            unreadable.append("the environment variable \(Self.escaped(name)) is not UTF-8")
        } else {
            unreadableVariables.insert(Self.escaped(name))
        }
    }

    private static func isOurs(_ name: ArraySlice<UInt8>) -> Bool {
        name.starts(with: "RATCHET_".utf8) || name.elementsEqual("KAFKA_BOOTSTRAP_SERVERS".utf8)
    }

    private static func text(_ bytes: some Collection<UInt8>) -> String? {
        String(validating: bytes, as: UTF8.self)
    }

    /// As in `m\xFCller`.
    private static func escaped(_ bytes: some Collection<UInt8>) -> String {
        var text = ""
        for piece in bytes {
            text += (0x20..<0x7F).contains(piece) ? "\(UnicodeScalar(piece))" : String(format: "\\x%02X", piece)
        }
        return text
    }
}

extension GivenText {
    /// Of this process; `arguments` are checked if they are its own.
    static func ofProcess(_ arguments: [String]) -> GivenText {
        let own = Array(CommandLine.arguments.dropFirst())
        let count = Int(CommandLine.argc)
        let given = arguments == own ? (0..<count).dropFirst().compactMap { CommandLine.unsafeArgv[$0] }.map(bytes) : []
        var variables: [[UInt8]] = []
        var next = environ
        while let variable = next.pointee {
            variables.append(bytes(variable))
            next += 1
        }
        return GivenText(arguments: given, environment: variables)
    }

    private static func bytes(_ text: UnsafeMutablePointer<CChar>) -> [UInt8] {
        UnsafeRawBufferPointer(start: text, count: strlen(text)).map { $0 }
    }
}
