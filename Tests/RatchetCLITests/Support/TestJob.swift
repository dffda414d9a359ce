import Ratchet

/// A job with parameters, that is never run here.
struct TestJob: Job {
    static let definition = Definition("test-job", defaults: ["count": 1])

    struct Parameters: Codable, Sendable {
        var count: Int
    }

    func start(_ run: Run<Self>) async throws -> Step<NoState> { .complete }

    func perform(_ state: NoState, in run: Run<Self>) async throws -> Step<NoState> { .complete }
}
