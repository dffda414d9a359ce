import Ratchet

/// Allocates without end in its first step, always.
struct HoardingJob: Job {
    static let definition = Definition("hoarding")

    struct Parameters: Codable, Sendable {
        /// A line for each call.
        var calls: CallFile
    }

    func start(_ run: Run<Self>) async throws -> Step<NoState> {
        try run.parameters.calls.append(run.jobId)
        // Address space only: where that has no limit the deadline ends it.
        while !Task.isCancelled { _ = UnsafeMutableRawPointer.allocate(byteCount: 64 << 20, alignment: 16) }
        return .complete
    }

    func perform(_ state: NoState, in run: Run<Self>) async throws -> Step<NoState> { .complete }
}
