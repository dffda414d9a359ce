import Ratchet
import RatchetEngine

/// Turns a record of `triggers` into the facts of a run, or says why not.
///
/// Never throws: anybody may write there.
/// What it gives depends on the record alone, so that reading a record twice starts one run.
package struct TriggerDecoder: Sendable {
    /// The most bytes of a trigger's parameters.
    package static let parametersLimit = 262_144

    private let jobs: [String: RegisteredJob]

    package init(jobs: [String: RegisteredJob]) {
        self.jobs = jobs
    }

    /// `now` is only for the time of a rejection.
    package func decode(_ record: InboxRecord, now: Milliseconds) -> TriggerDecision {
        do {
            let request = try Self.checkedRequest(record)
            let name = try request.job.required(request.shape.job)
            guard let job = jobs[name] else {
                let message = "no job `\(name.prefix(200))` in this program: deploy one that has it, then replay"
                return .reject(record.rejection(.unknownJob, message, at: now))
            }
            return .start(
                RunFacts(
                    jobId: Self.jobId(of: request, record),
                    job: name,
                    tenant: request.tenant,
                    priority: request.priority ?? job.priority,
                    created: record.timestamp,
                    scheduled: request.notBefore ?? record.timestamp,
                    origin: Origin(kind: .trigger, at: record.place),
                    traceparent: request.traceparent,
                    parameters: try parameters(of: request, for: job)
                )
            )
        } catch {
            return .reject(record.rejection(.rejected, error.message, at: now))
        }
    }

    /// The run that a trigger is to start, whatever its job; nil when it must be refused.
    static func jobId(of record: InboxRecord) -> String? {
        guard let request = try? checkedRequest(record), request.job != nil else { return nil }
        return jobId(of: request, record)
    }

    private static func jobId(of request: TriggerRequest, _ record: InboxRecord) -> String {
        request.id ?? "\(record.place)/\(record.timestamp)"
    }

    /// All that can be wrong with a trigger whatever its job is.
    static func checkedRequest(_ record: InboxRecord) throws(WireError) -> TriggerRequest {
        let request = try TriggerRequest(record)
        let shape = request.shape
        if let job = request.job, job.isEmpty { throw .missing(shape.job) }
        if let id = request.id, !RunId.isValid(id) { throw .outOfRange(shape.id, expected: RunId.rule) }
        if let tenant = request.tenant, !isName(tenant) {
            throw .outOfRange(shape.tenant, expected: "1 to 128 bytes without control characters")
        }
        if let priority = request.priority, !(0...9).contains(priority) {
            throw .outOfRange(shape.priority, expected: "0 to 9, not \(priority)")
        }
        if let size = request.parameters?.bytes.count, size > parametersLimit {
            throw .outOfRange(shape.parameters, expected: "at most \(parametersLimit) bytes, not \(size)")
        }
        return request
    }

    private static func isName(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count) && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }

    private func parameters(of request: TriggerRequest, for job: RegisteredJob) throws(WireError) -> [UInt8] {
        do {
            return try job.parameters(request.parameters)
        } catch {
            throw WireError(
                code: .malformedValue,
                message: "`\(request.shape.parameters)`: \(error)"
            )
        }
    }
}
