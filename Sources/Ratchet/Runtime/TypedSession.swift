import Synchronization

/// One run of a job on one executor.
final class TypedSession<J: Job>: RunSession {
    private let job: J
    private let definition: JobDefinition<J>
    private let kept = Mutex<Kept<J>?>(nil)

    init(job: J, definition: JobDefinition<J>) {
        self.job = job
        self.definition = definition
    }

    func step(_ call: StepCall, host: any StepHost) async -> StepResult {
        // Taken out, so that every way out of here but one drops it.
        let kept = kept.withLock { $0.take() }
        let last = kept?.opened.given.bytes == call.parameters ? kept?.opened : nil
        let given: Given<J>
        let state: J.State?
        do {
            given = try last?.given ?? Given(decoding: call.parameters)
            if let kept, kept.bytes == call.state {
                state = kept.state
            } else {
                state = try call.state.map { try Self.decode($0, version: call.stateVersion) }
            }
        } catch {
            return StepResult(verdict: .undecodable(message: error.inWords))
        }
        let handle = CallHandle(call: call, host: host)
        do {
            let opened: Opened<J>
            if let last { opened = last } else { opened = try await prepare(given, resuming: state, call, host) }
            let run = Run<J>(handle, given: given, phase: Stepping(opened: opened))
            let step: Step<J.State>
            if let state { step = try await job.perform(state, in: run) } else { step = try await job.start(run) }
            let (staged, progress) = try handle.close()
            let verdict = try verdict(of: step, host)
            if case .next(let state) = step.kind, case .next(let bytes, _) = verdict, !host.wasCut {
                let kept = Kept(opened: opened, state: state, bytes: bytes)
                self.kept.withLock { $0 = kept }
            }
            return StepResult(verdict: verdict, staged: staged, progress: progress)
        } catch {
            _ = try? handle.close()
            return StepResult(verdict: host.wasCut ? .interrupted : .failed(failure(of: error)))
        }
    }

    private func prepare(
        _ given: Given<J>,
        resuming state: J.State?,
        _ call: StepCall,
        _ host: any StepHost
    ) async throws -> Opened<J> {
        let handle = CallHandle(call: call, host: host)
        defer { _ = try? handle.close() }
        let setup = Setup<J>(handle, given: given, phase: Preparing(from: Preparing.From(state)))
        return Opened(given: given, resources: try await job.prepare(setup))
    }

    private static func decode(_ bytes: [UInt8], version: Int) throws(Undecodable) -> J.State {
        guard version == StateVersion.current else {
            throw Undecodable("the run's state has version \(version), this program reads version 1")
        }
        do {
            return try JSONCoding.decode(state: bytes, as: J.State.self)
        } catch {
            throw Undecodable("the run's state cannot be read by this program: \(error.inWords)")
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

/// The version of the states that are written, and the only one that is read.
private enum StateVersion {
    static let current = 1
}
