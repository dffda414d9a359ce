import Synchronization

/// One run of a job on one executor.
final class TypedSession<J: Job>: RunSession {
    /// What lasts from one successful call to the next.
    private struct Kept {
        var parametersBytes: [UInt8]
        var parameters: J.Parameters
        var resources: J.Resources
    }

    /// What a call starts from, decoded.
    private struct Given {
        let parameters: J.Parameters
        let state: J.State?
    }

    private let job: J
    private let definition: JobDefinition<J>
    private let kept = Mutex<Kept?>(nil)

    init(job: J, definition: JobDefinition<J>) {
        self.job = job
        self.definition = definition
    }

    func step(_ call: StepCall, host: any StepHost) async -> StepResult {
        // Taken out, so that every way out of here but one drops it.
        let kept = kept.withLock { $0.take() }
        let given: Given
        do {
            given = try decode(call, kept)
        } catch {
            return StepResult(verdict: .undecodable(message: error.message))
        }
        let handle = CallHandle(jobName: definition.name, call: call, host: host)
        do {
            let resources: J.Resources
            if let kept { resources = kept.resources } else { resources = try await prepare(given, call, host) }
            let run = Run<J>(handle, parameters: given.parameters, phase: Stepping(resources: resources))
            let step: Step<J.State>
            if let state = given.state {
                step = try await job.perform(state, in: run)
            } else {
                step = try await job.start(run)
            }
            let (staged, progress) = try handle.close()
            let verdict = try verdict(of: step, host)
            if case .next = verdict, !host.wasCut {
                let last = Kept(
                    parametersBytes: call.parameters,
                    parameters: given.parameters,
                    resources: resources
                )
                self.kept.withLock { $0 = last }
            }
            return StepResult(verdict: verdict, staged: staged, progress: progress)
        } catch {
            _ = try? handle.close()
            return StepResult(verdict: host.wasCut ? .interrupted : .failed(failure(of: error)))
        }
    }

    private func prepare(_ given: Given, _ call: StepCall, _ host: any StepHost) async throws -> J.Resources {
        let handle = CallHandle(jobName: definition.name, call: call, host: host)
        defer { _ = try? handle.close() }
        return try await job.prepare(
            Setup<J>(handle, parameters: given.parameters, phase: Preparing(resuming: given.state))
        )
    }

    private func decode(_ call: StepCall, _ kept: Kept?) throws(Undecodable) -> Given {
        let parameters: J.Parameters
        if let kept, kept.parametersBytes == call.parameters {
            parameters = kept.parameters
        } else {
            do {
                parameters = try JSONCoding.decode(parameters: call.parameters, as: J.Parameters.self)
            } catch {
                throw Undecodable(message: "the run's parameters cannot be read by this program: \(error.inWords)")
            }
        }
        guard let bytes = call.state else { return Given(parameters: parameters, state: nil) }
        guard call.stateVersion == StateVersion.current else {
            throw Undecodable(
                message: "the run's state has version \(call.stateVersion), this program reads version 1"
            )
        }
        do {
            return Given(parameters: parameters, state: try JSONCoding.decode(state: bytes, as: J.State.self))
        } catch {
            throw Undecodable(message: "the run's state cannot be read by this program: \(error.inWords)")
        }
    }

    private func verdict(of step: Step<J.State>, _ host: any StepHost) throws -> StepResult.Verdict {
        switch step.kind {
        case .next(let state):
            .next(state: try encode(state, host), version: StateVersion.current)
        case .complete(let state):
            .complete(state: try state.map { try encode($0, host) }, version: StateVersion.current)
        }
    }

    private func encode(_ state: J.State, _ host: any StepHost) throws -> [UInt8] {
        let bytes: [UInt8]
        do {
            bytes = try JSONCoding.encode(state: state)
        } catch {
            throw RatchetError(.doesNotEncode, "the state does not encode: \(error.inWords)", cause: error)
        }
        guard bytes.count <= host.stateLimit else {
            throw RatchetError(
                .stateTooLarge,
                "the state takes \(bytes.count) bytes, more than its limit of \(host.stateLimit): keep less in it"
            )
        }
        return bytes
    }

    private func failure(of error: any Error) -> StepFailure {
        let named = (error as? JobFailure)?.cause ?? error
        return StepFailure(
            type: String(describing: type(of: named)),
            message: error.inWords,
            decision: definition.retry.decision(for: error)
        )
    }
}

/// Stored bytes that this program does not understand.
private struct Undecodable: Error {
    let message: String
}

/// The version of the states that are written, and the only one that is read.
private enum StateVersion {
    static let current = 1
}
