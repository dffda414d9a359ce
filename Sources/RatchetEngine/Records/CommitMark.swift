/// What a batch leaves on the committed offset of `steps[p]`: whose it was, and which.
///
/// Tells the outcome of a commit that ended unknown, and whether anyone else has owned the partition meanwhile.
package struct CommitMark: Sendable, Equatable {
    /// Unique for each process start.
    package let executor: String
    /// Never restarts within a process.
    package let counter: Int64

    package init(executor: String, counter: Int64) {
        self.executor = executor
        self.counter = counter
    }

    /// As it stands on the offset: `1:<executor>:<counter>`.
    package var metadata: String { "1:\(executor):\(counter)" }

    /// Nil when it was not written by an executor.
    package init?(metadata: String) {
        let parts = metadata.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "1", !parts[1].isEmpty, let counter = Int64(parts[2]) else { return nil }
        self.init(executor: String(parts[1]), counter: counter)
    }
}
