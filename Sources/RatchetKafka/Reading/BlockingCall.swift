import RatchetThreads

/// Runs a call that blocks on a thread of its own, never on one of Swift's pool.
package func blocking<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        NamedThread.start("ratchet-call") {
            continuation.resume(with: Result { try body() })
        }
    }
}
