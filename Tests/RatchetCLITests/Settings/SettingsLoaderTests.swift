import Testing

@testable import RatchetCLI

@Suite struct SettingsLoaderTests {
    static func load(
        file: String? = nil,
        environment: [String: String] = [:],
        flags: [String] = []
    ) throws -> Settings {
        let command = ExecutorCommand()
        try ArgumentParser.fill(ArgumentDeclaration.all(of: command), with: flags[...])
        let file = file.map { SettingsLoader.File(name: "test.yaml", text: $0) }
        return try SettingsLoader(environment: environment)
            .settings(file: file, flags: command.shared.settings + command.flags)
    }

    static func error(file: String? = nil, environment: [String: String] = [:]) -> String? {
        do {
            _ = try load(file: file, environment: environment)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func eachSourceGoesBeforeTheLast() throws {
        let file = "slots: 2\ngroup: file\nproducers: 2\n"
        let environment = ["RATCHET_SLOTS": "3", "RATCHET_GROUP": "environment"]
        let settings = try Self.load(file: file, environment: environment, flags: ["--slots", "4"])
        #expect(settings.slots == 4)
        #expect(settings.group == "environment")
        #expect(settings.producers == 2)
        #expect(settings.partitions == 12)
    }

    @Test func kafkaPropertiesComeFromAllSources() throws {
        let settings = try Self.load(
            file: "kafka:\n  security.protocol: ssl\n  sasl.username: file\n  sasl.password: file\n",
            environment: ["RATCHET_KAFKA_SASL_USERNAME": "env", "RATCHET_KAFKA_SASL_PASSWORD": "env"],
            flags: ["--kafka", "sasl.password=a=b"]
        )
        #expect(
            settings.kafka == ["security.protocol": "ssl", "sasl.username": "env", "sasl.password": "a=b"]
        )
    }

    /// Wherever it is set, the error says where.
    @Test func aPropertyThatBreaksPromisesIsRefusedWhereItIsSet() throws {
        let name = "group.instance.id"
        let words = "the property \(name) cannot be set: two executors that share one"
        #expect(Self.error(file: "slots: 2\nkafka:\n  \(name): a\n")?.hasPrefix("test.yaml:3: \(words)") == true)
        let variable = "RATCHET_KAFKA_GROUP_INSTANCE_ID"
        #expect(Self.error(environment: [variable: "a"])?.hasPrefix("\(variable): \(words)") == true)
        let error = #expect(throws: UsageError.self) { try Self.load(flags: ["--kafka", "\(name)=a"]) }
        #expect(error?.description.hasPrefix("--kafka: \(words)") == true)
    }

    @Test func bootstrapIsNamedAsKafkasToolsNameIt() throws {
        #expect(try Self.load(environment: ["KAFKA_BOOTSTRAP_SERVERS": "a:1,b:2"]).bootstrap == "a:1,b:2")
    }

    @Test func aVariableSetToNothingIsNotSet() throws {
        #expect(try Self.load(environment: ["RATCHET_SLOTS": ""]).slots == 200)
    }

    @Test func whatCanBeNothingCanBeSetToNothing() throws {
        #expect(try Self.load(file: "secrets:\n  directory: /run/secrets\n").secrets.directory == "/run/secrets")
        #expect(try Self.load(file: "secrets:\n  directory:\n").secrets.directory == nil)
    }

    @Test(arguments: [
        ("slots: many", "test.yaml:1: 'slots' must be a whole number from 1, not 'many'"),
        ("\nslots: 0", "test.yaml:2: 'slots' must be a whole number from 1, not '0'"),
        ("slots:", "test.yaml:1: 'slots' must be a whole number from 1, not nothing"),
        ("a: 1\nslots: 1", "test.yaml:1: unknown key 'a'."),
        (
            "retention:\n  trigers: 1d",
            "test.yaml:2: unknown key 'retention.trigers'. Did you mean 'retention.triggers'?"
        ),
        ("retention: 5d", "test.yaml:1: 'retention' must hold 'name: value' lines"),
        ("slots: [1]", "test.yaml:1: 'slots' must be a whole number from 1, not several values"),
        ("slots:\n  many: 1", "test.yaml:1: 'slots' must be a whole number from 1, not several values"),
        (
            "sessionTimeout: 10",
            "test.yaml:1: 'sessionTimeout' must be a time, such as 500ms, 10s, 5m, 2h or 7d, not '10'"
        ),
        ("log:\n  level: loud", "test.yaml:2: 'log.level' must be trace, debug,"),
        ("kafka: 1", "test.yaml:1: 'kafka' must hold librdkafka properties as 'name: value' lines"),
        ("kafka:\n  security:\n    protocol: ssl", "test.yaml:2: 'kafka.security' must be one value"),
        ("- 1", "test.yaml:1: the file must consist of 'name: value' lines"),
        ("slots: 1\n slots: [", "test.yaml:2: "),
    ]) func tellsFileAndLine(_ file: String, _ words: String) {
        #expect(Self.error(file: file)?.hasPrefix(words) == true)
    }

    @Test func namesTheVariableThatIsWrong() {
        #expect(
            Self.error(environment: ["RATCHET_SLOTS": "many"])
                == "RATCHET_SLOTS must be a whole number from 1, not 'many'"
        )
    }

    @Test func aFileThatIsNamedMustBeThere() async {
        let ending = await CLI()("topics", "check", "--config", "/nowhere/ratchet.yaml")
        #expect(ending.code == .configuration)
        #expect(ending.err.contains("/nowhere/ratchet.yaml cannot be read: No such file or directory"))
    }

    @Test func theFileOfTheEnvironmentIsReadUnlessOneIsNamed() async throws {
        try await withTemporaryFile("slots: 7\n") { first in
            try await withTemporaryFile("slots: 8\n") { second in
                let loader = SettingsLoader(environment: ["RATCHET_CONFIG": first])
                let found = try loader.file(named: nil)
                #expect(try loader.settings(file: found, flags: []).slots == 7)
                let named = try loader.file(named: second)
                #expect(try loader.settings(file: named, flags: []).slots == 8)
            }
        }
    }

    @Test func topicsThatCannotWorkAreRefused() throws {
        let settings = try Self.load(flags: ["--retention-finished-runs", "3d"])
        #expect(throws: SettingsError.self) { try settings.layout() }
    }
}
