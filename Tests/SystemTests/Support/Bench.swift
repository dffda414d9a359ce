import Foundation
import KafkaTestSupport
import RatchetEngine
import Testing

/// A deployment of the jobs that behave badly, with a topic for what they publish and a folder for their call files.
struct Bench: Sendable {
    let deployment: Deployment
    let watch: RunWatch
    let topic: String
    let folder: URL

    func file(_ name: String) -> String { folder.appending(path: name).path }

    /// The lines of a call file.
    func lines(_ name: String) -> [String] {
        let data = FileManager.default.contents(atPath: file(name)) ?? Data()
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    func start(_ job: String, _ id: String, _ parameters: [String: any Sendable] = [:]) async throws {
        try await deployment.send([try RawTrigger(job: job, id: id, parameters: parameters)])
    }

    /// Starts runs that publish a line per step.
    ///
    /// - Returns: their ids.
    @discardableResult
    func startLedgers(
        _ ids: [String],
        steps: Int,
        pace milliseconds: Int = 0,
        notBefore: Date? = nil
    ) async throws -> [String] {
        try await deployment.send(
            try ids.map { id in
                let parameters: [String: any Sendable] = [
                    "steps": steps, "paceMilliseconds": milliseconds, "topic": topic, "calls": file("ledger.calls"),
                ]
                return try RawTrigger(job: "ledger", id: id, notBefore: notBefore, parameters: parameters)
            }
        )
        return ids
    }

    /// Starts a run of four steps; the third one fails so many times.
    func startFailing(_ id: String, times: Int) async throws {
        try await start("failing", id, failing(id, times: times))
    }

    /// The parameters of such a run.
    func failing(_ id: String, times: Int) -> [String: any Sendable] {
        [
            "steps": 4, "at": 3, "times": times, "topic": topic, "failures": file("\(id).failures"),
            "calls": file("\(id).calls"),
        ]
    }

    /// Nothing is wrong with all that happened.
    @discardableResult
    func checkAudit() async throws -> AuditResult.Summary {
        let audit = try await deployment.audit(output: topic)
        try #require(audit.violations.map(\.evidence) == [], "\(audit.violations) \(audit.words)")
        try #require(audit.exit == .code(0), "\(audit.words)")
        return audit.summary
    }

    /// These runs of `startLedgers` complete, and what they published is there once, in its order.
    func checkComplete(_ ids: [String], steps: Int) async throws {
        try await watch.ends(of: ids)
        for id in ids {
            try #require(watch.latest(id)?.status == .complete, "\(id)")
            try await checkOutput(of: id, is: (1...steps).map(String.init))
        }
    }

    /// What a run published, and nothing else.
    func checkOutput(of id: String, is lines: [String]) async throws {
        let published = try await deployment.read(topic).filter { $0.key == id }
        try #require(published.map { String(decoding: $0.value ?? [], as: UTF8.self) } == lines, "\(id)")
    }
}

/// Sets up what the jobs that behave badly need, on the broker that all tests share.
func withBench(_ body: (Bench, RunWatch) async throws -> Void) async throws {
    try await withBench(on: try await SharedKafka.cluster.bootstrapServers, body)
}

/// The same on other brokers.
func withBench(
    on bootstrapServers: String,
    settings: [String: String] = [:],
    _ body: (Bench, RunWatch) async throws -> Void
) async throws {
    try await withBench(of: Deployment(try .testJobs, on: bootstrapServers, settings: settings), body)
}

/// The same in a deployment that is given.
func withBench(of deployment: Deployment, _ body: (Bench, RunWatch) async throws -> Void) async throws {
    try await withTemporaryDirectory { folder in
        try await withDeployment(deployment) { deployment, watch in
            let topic = try await deployment.makeTopic("ledger")
            try await body(Bench(deployment: deployment, watch: watch, topic: topic, folder: folder), watch)
        }
    }
}
