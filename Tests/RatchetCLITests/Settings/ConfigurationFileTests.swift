import Foundation
import Testing

@testable import RatchetCLI

/// `Config/ratchet.yaml` says what the code does.
@Suite struct ConfigurationFileTests {
    static let file = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
        .appending(path: "Config/ratchet.yaml")

    /// What the file has at the end of each path, and in which line.
    static func leaves(of node: YAML, path: String = "") -> [String: (text: String?, line: Int)] {
        guard case .mapping(let members) = node.value else { return [:] }
        var leaves: [String: (text: String?, line: Int)] = [:]
        for (name, line, value) in members {
            switch value.value {
            case .scalar(let text): leaves[path + name] = (text, line)
            case .null: leaves[path + name] = (nil, line)
            case .mapping: leaves.merge(Self.leaves(of: value, path: "\(path)\(name).")) { $1 }
            case .sequence: Issue.record("a list: \(path)\(name)")
            }
        }
        return leaves
    }

    @Test func hasEveryKeyWithItsDefaultAndWhatItDoes() throws {
        let text = try String(contentsOf: Self.file, encoding: .utf8)
        let lines = text.components(separatedBy: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        let leaves = Self.leaves(of: try #require(try YAML.parse(text)))
        #expect(Set(leaves.keys) == Set(SettingKey.all.map(\.path) + ["kafka"]))
        for key in SettingKey.all {
            let (text, line) = try #require(leaves[key.path])
            #expect(text == key.defaultText, "the default of \(key.path)")
            let comment = lines[..<(line - 1)].reversed().prefix { $0.hasPrefix("#") }.reversed()
            #expect(
                Array(comment) == [
                    "# \(key.summary)", "# Environment: \(key.variable). Flag: \(key.flag).",
                ]
            )
        }
    }

    @Test func changesNothing() throws {
        let text = try String(contentsOf: Self.file, encoding: .utf8)
        var settings = Settings()
        try SettingsFile(name: "ratchet.yaml").apply(text, to: &settings)
        #expect("\(settings)" == "\(Settings())")
    }

    @Test func everyKeyReachesItsOwnSetting() throws {
        for key in SettingKey.all {
            var settings = Settings()
            let value = ["TIME": "99d", "LEVEL": "error", "FORMAT": "json"][key.kind.placeholder] ?? "99"
            #expect(key.set(&settings, value), "\(key.path)")
            #expect("\(settings)" != "\(Settings())", "\(key.path) changes nothing")
            #expect(key.set(&settings, key.defaultText), "\(key.path)")
            #expect("\(settings)" == "\(Settings())", "\(key.path) is not all that changed")
        }
    }

    @Test func namesAreMadeFromThePath() throws {
        let key = try #require(SettingKey.all.first { $0.path == "retention.finishedRuns" })
        #expect(key.flag == "--retention-finished-runs")
        #expect(key.variable == "RATCHET_RETENTION_FINISHED_RUNS")
    }
}
