import Foundation
import KafkaTestSupport

/// What `docker-compose.yml` says, as far as it is Ratchet's: read line by line, as it is written.
struct ComposeFile {
    /// Variables that all of Ratchet's containers have.
    let environment: [String: String]
    /// How many executors there are.
    let executors: Int
    private let lines: [String]

    init() throws {
        lines = try String(contentsOf: Repository.compose, encoding: .utf8).split(separator: "\n").map(String.init)
        environment = Dictionary(
            uniqueKeysWithValues: Self.block("  environment:", of: Self.block("x-ratchet: &ratchet", of: lines))
                .compactMap { line in
                    let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
                    return parts.count == 2 ? (parts[0], parts[1].replacing("\"", with: "")) : nil
                }
        )
        let scale = Self.block("  executor:", of: lines).first { $0.contains("scale:") }
        guard let scale, let count = Int(scale.filter(\.isNumber)) else {
            throw SupportError(.system, "docker-compose.yml does not say how many executors there are")
        }
        executors = count
    }

    /// The arguments of a service: `command: ["topics", "apply"]`.
    func command(of service: String) throws -> [String] {
        let line = Self.block("  \(service):", of: lines).first { $0.contains("command:") }
        guard let line, let start = line.firstIndex(of: "[") else {
            throw SupportError(.system, "docker-compose.yml has no command for \(service)")
        }
        return try JSONDecoder().decode([String].self, from: Data(line[start...].utf8))
    }

    /// What a service sees of this machine: `- ./Examples/Data:/data:ro`.
    func mount(of service: String) throws -> (folder: URL, path: String) {
        let line = Self.block("  \(service):", of: lines).first { $0.contains("- ./") }
        let parts = line?.trimmingCharacters(in: CharacterSet(charactersIn: " -")).split(separator: ":") ?? []
        guard parts.count == 3, parts[2] == "ro" else {
            throw SupportError(.system, "docker-compose.yml mounts no folder of the repository in \(service)")
        }
        let folder = Repository.compose.deletingLastPathComponent().appending(path: String(parts[0].dropFirst(2)))
        return (folder, String(parts[1]))
    }

    /// The lines that are further in than `head`.
    private static func block(_ head: String, of lines: [String]) -> [String] {
        guard let start = lines.firstIndex(of: head) else { return [] }
        let depth = head.prefix { $0 == " " }.count
        return Array(lines[(start + 1)...].prefix { $0.prefix { $0 == " " }.count > depth })
    }
}
