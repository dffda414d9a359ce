import Foundation

extension Duration {
    /// How long a test waits for what is to come.
    ///
    /// Longer than any machine needs: a wait that ends too soon says nothing about the code, and a long one costs only
    /// where something is wrong.
    package static let patience = Duration.seconds(300)
}

/// Asks again and again until there is an answer: for events that announce themselves nowhere, such as the exit of a
/// process, a line in a file, a port that opens.
///
/// - Throws: `SupportError.timedOut` after `timeout`, naming `what` was waited for; whatever `answer` throws, at once.
@discardableResult
package func eventually<Answer>(
    _ what: @autoclosure () -> String,
    within timeout: Duration = .patience,
    askingEvery interval: Duration = .milliseconds(20),
    isolation: isolated (any Actor)? = #isolation,
    _ answer: () async throws -> Answer?
) async throws -> Answer {
    let clock = ContinuousClock()
    let deadline = clock.now + timeout
    while true {
        if let answer = try await answer() { return answer }
        guard clock.now < deadline else { throw SupportError(.timedOut, "\(what()): not within \(timeout)") }
        try await clock.sleep(for: interval)
    }
}

/// A name that no other test has, for its topics and groups.
package func uniqueName(_ prefix: String = "test") -> String {
    "\(prefix)-\(UUID().uuidString.lowercased().prefix(13))"
}
