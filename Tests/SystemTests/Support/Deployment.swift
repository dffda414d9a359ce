import Foundation
import KafkaClient
import KafkaTestSupport
import RatchetKafka
import Synchronization

/// Ratchet on some brokers: topics and a group of its own, and the processes of one program.
final class Deployment: Sendable {
    let program: Program
    let bootstrapServers: String
    /// What every process is told, by environment variables.
    let environment: [String: String]
    let prefix: String
    /// Of every per-run topic.
    let partitions: Int
    private let replication: Int
    private let processes = Mutex<[(label: String, process: ChildProcess)]>([])

    /// - Parameters:
    ///   - program: What its processes run.
    ///   - bootstrapServers: Where its brokers are.
    ///   - replication: Of every topic.
    ///   - partitions: Of every per-run topic.
    ///   - settings: Environment variables that go before those made here.
    init(
        _ program: Program,
        on bootstrapServers: String,
        replication: Int = 1,
        partitions: Int = 6,
        settings: [String: String] = [:]
    ) {
        let name = uniqueName("system")
        self.program = program
        self.bootstrapServers = bootstrapServers
        self.replication = replication
        self.partitions = partitions
        prefix = "\(name)."
        let made = [
            "KAFKA_BOOTSTRAP_SERVERS": bootstrapServers,
            "RATCHET_PREFIX": prefix,
            "RATCHET_GROUP": name,
            "RATCHET_PARTITIONS": "\(partitions)",
            "RATCHET_REPLICATION": "\(replication)",
            "RATCHET_SESSION_TIMEOUT": "6s",
        ]
        environment = made.merging(settings) { $1 }
    }

    /// For a deployment that only its environment describes.
    init(_ program: Program, environment: [String: String], bootstrapServers: String) {
        self.program = program
        self.bootstrapServers = bootstrapServers
        self.environment = environment
        partitions = environment["RATCHET_PARTITIONS"].flatMap(Int.init) ?? 12
        replication = 1
        prefix = environment["RATCHET_PREFIX"] ?? "ratchet."
    }

    var group: String { environment["RATCHET_GROUP"] ?? "ratchet" }

    var client: ClientConfiguration { ClientConfiguration(bootstrapServers: bootstrapServers) }

    func name(of topic: Topic) -> String { prefix + topic.rawValue }

    func home(of jobId: String) -> Int32 { KafkaClient.partition(ofKey: jobId, count: Int32(partitions)) }

    /// Another run in the same partition.
    func neighbour(of jobId: String) -> String {
        (0...).lazy.map { "neighbour-\($0)" }.first { self.home(of: $0) == self.home(of: jobId) } ?? ""
    }

    /// Starts a process and does not wait for anything.
    func start(_ label: String, _ arguments: [String]) throws -> ChildProcess {
        try start(label, program.url, arguments)
    }

    /// Has a shell run a command, in which `$0` is the program.
    func startShell(_ label: String, _ command: String) throws -> ChildProcess {
        try start(label, URL(filePath: "/bin/bash"), ["-c", command, program.url.path])
    }

    private func start(_ label: String, _ executable: URL, _ arguments: [String]) throws -> ChildProcess {
        // A trap is reported by the exit; a backtrace would take seconds.
        let quiet = ["SWIFT_BACKTRACE": "enable=no"]
        let process = try ChildProcess(
            executable,
            arguments: arguments,
            environment: environment.merging(quiet) { $1 }.mapValues { Optional($0) }
        )
        processes.withLock { $0.append((label, process)) }
        return process
    }

    /// Runs a command to its end.
    func run(_ arguments: String...) async throws -> CommandResult {
        try await run(arguments)
    }

    func run(_ arguments: [String]) async throws -> CommandResult {
        let process = try start(arguments.joined(separator: " "), arguments)
        let exit = try await process.waitForExit()
        return CommandResult(
            exit: exit,
            output: process.standardOutput.text,
            error: process.standardError.text
        )
    }

    /// Creates Ratchet's topics with the command that users have for it.
    func applyTopics() async throws {
        let result = try await run("topics", "apply")
        guard result.exit == .code(0) else { throw SupportError(.exited, "topics apply: \(result)") }
    }

    /// Creates a topic for what jobs publish.
    func makeTopic(_ name: String, properties: [String: String] = [:]) async throws -> String {
        let topic = TopicSpecification(
            prefix + name,
            partitions: 4,
            replicationFactor: Int32(replication),
            properties: properties
        )
        let outcome = try await blocking { [client] in try Admin(configuration: client).createTopics([topic]) }
        guard case .created = outcome[topic.name] else { throw SupportError(.system, "\(topic.name): \(outcome)") }
        return topic.name
    }

    /// Sends records to `triggers` as they are.
    func send(_ triggers: [RawTrigger]) async throws {
        let topic = name(of: .triggers)
        try await blocking { [client] in
            let producer = try IdempotentProducer(configuration: client, messageTimeout: .patience)
            defer { producer.close() }
            for trigger in triggers { producer.send(trigger.record(for: topic)) }
            try producer.flush(timeout: .patience)
            guard producer.failures == 0 else {
                throw SupportError(.system, "\(producer.failures) triggers were not delivered")
            }
        }
    }

    /// All committed records of a topic.
    func read(_ topic: String) async throws -> [ConsumedRecord] {
        try await blocking { [client] in
            var records: [ConsumedRecord] = []
            try LogReader(configuration: client).read(topic: topic) { records.append($0) }
            return records
        }
    }

    /// The last lines of all processes, for a message about what went wrong.
    var tails: String {
        processes.withLock { $0 }.map { label, process in
            let end = process.exit.map { "\($0)" } ?? "runs"
            return "--- \(label) (\(process.processIdentifier), \(end))\n\(process.standardError.tail(25))"
        }
        .joined(separator: "\n")
    }

    /// Ends all processes that still run, at once.
    func close() {
        for (_, process) in processes.withLock({ $0 }) where process.exit == nil { process.send(.kill) }
    }
}

/// How a command ended and what it wrote.
struct CommandResult: Sendable, CustomStringConvertible {
    let exit: ChildProcess.Exit
    let output: String
    let error: String

    var description: String { "\(exit)\n\(output)\(error)" }
}

/// Sets Ratchet up with its topics, and ends all its processes afterwards.
///
/// When `body` throws, what the processes wrote last is printed.
func withDeployment(_ deployment: Deployment, _ body: (Deployment, RunWatch) async throws -> Void) async throws {
    defer { deployment.close() }
    do {
        try await deployment.applyTopics()
        try await withRunWatch(deployment) { watch in try await body(deployment, watch) }
    } catch {
        print("\(error)\n\(deployment.tails)")
        throw error
    }
}
