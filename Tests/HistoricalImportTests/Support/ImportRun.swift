import Foundation
import HistoricalImport
import Ratchet
import Synchronization

/// A run of the import, each step in a session of its own: as if every step moved to another executor.
struct ImportRun {
    private(set) var outputs: [Output] = []
    private(set) var notifications: [Ratchet.Notification] = []
    private(set) var progress: [Ratchet.Progress] = []
    private(set) var failure: StepFailure?
    private(set) var steps = 0
    private(set) var result: HistoricalImport.State?

    /// Runs until the end.
    ///
    /// - Parameters:
    ///   - parameters: as the trigger has them.
    ///   - from: the state to go on from, as JSON.
    ///   - sharingSession: whether all steps are performed by one executor.
    ///   - repeating: whether each step is performed twice, as after a crash before its commit.
    /// - Throws: `Unexpected`, and what the job's set-up throws.
    init(
        _ parameters: String,
        from: String? = nil,
        sharingSession: Bool = false,
        repeating: Bool = false
    ) async throws {
        let job = try Jobs().adding { HistoricalImport() }.registered()[0]
        let runtime = try await job.make()
        let names = try JSONDecoder().decode([String: JSONValue].self, from: Data(parameters.utf8)).keys
        let given = try job.parameters(JSONObjectText(bytes: Array(parameters.utf8), names: Array(names)))
        let shared = runtime.session()
        let run = RunIdentity(jobId: "r1", job: job.name, tenant: nil, scheduled: 0, parameters: given)
        var state = from.map { Array($0.utf8) }
        while true {
            let call = StepCall(run, seq: steps, attempt: 1, state: state, stateVersion: 1)
            if repeating { _ = await runtime.session().step(call, host: ImportHost()) }
            let step = await (sharingSession ? shared : runtime.session()).step(call, host: ImportHost())
            steps += 1
            outputs += step.staged.outputs
            notifications += step.staged.notifications
            if let last = step.progress { progress.append(last) }
            switch step.verdict {
            case .next(let next, _): state = next
            case .complete(let kept, _):
                result = try kept.map { try JSONDecoder().decode(HistoricalImport.State.self, from: Data($0)) }
                return
            case .failed(let failure):
                self.failure = failure
                return
            case .interrupted, .undecodable:
                throw Unexpected(verdict: step.verdict)
            }
        }
    }

    struct Unexpected: Error {
        let verdict: StepResult.Verdict
    }

    /// What was published, as rows.
    func rows() throws -> [[String: String]] {
        try outputs.map { try JSONDecoder().decode([String: String].self, from: Data($0.value)) }
    }
}

private final class ImportHost: StepHost {
    let now = Date.distantPast
    let wasCut = false
    let stagedLimit = 1_000_000
    let stateLimit = 1000

    func enterRegion() throws {}
    func leaveRegion() {}
    func sleep(for duration: Duration) async throws {}
    func secret(named name: String) async throws -> String? { nil }
    func report(_ progress: Ratchet.Progress) {}
    func log(_ level: LogLevel, _ message: String, metadata: [String: String]) {}
}
