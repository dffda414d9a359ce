import Ratchet

/// Does nothing, in a step or two.
struct QuietJob: Job {
    static let definition = Definition("quiet", defaults: ["note": "", "times": 1])

    struct Parameters: Codable, Sendable {
        var note: String
        var times: Int
    }

    func perform(_ state: NoState, in run: Run<Self>) async throws -> Step<NoState> { .complete }
}
