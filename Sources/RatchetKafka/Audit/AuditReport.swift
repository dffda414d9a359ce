import RatchetEngine

/// What an audit has read and found.
package struct AuditReport: Sendable {
    package struct Topic: Sendable {
        package let name: String
        package let partitions: Int
        /// Committed records that were read.
        package internal(set) var records = 0
    }

    /// In the order in which they were read first.
    package internal(set) var topics: [Topic]
    package internal(set) var findings: AuditFindings

    package var records: Int { topics.reduce(0) { $0 + $1.records } }
}
