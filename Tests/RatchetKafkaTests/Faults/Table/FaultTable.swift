import KafkaClient

/// What an executor does about each error that a broker may answer to a request of a transaction.
struct FaultTable {
    enum Request: Int16, CaseIterable, Sendable {
        case produce = 0
        case addPartitions = 24
        case addOffsets = 25
        case commitOffsets = 28
        case end = 26
    }

    /// For how long a request is answered with the error.
    enum Extent: CaseIterable, Sendable {
        case once
        /// Through three batches that do not commit, or three tries of the library.
        case untilLifted
    }

    enum Deed: CaseIterable, Sendable {
        /// The library tries again, and the batch commits.
        case unnoticed
        /// The same, and the producer is made anew.
        case replaced
        /// The batch is aborted and sent again.
        case again
        /// The same, by a producer that is made anew.
        case againReplaced
        /// The producer is made anew, and the group is asked whether the batch has committed.
        case asked
        /// The batch is aborted for what is in it.
        case refused
        /// The same, and the producer is made anew.
        case refusedReplaced
        /// The lease is over.
        case fenced
    }

    struct Row {
        let deeds: Set<Deed>
        /// As Kafka calls them; nil for all that no other row of the request has.
        let codes: [String]?

        init(_ deeds: Deed..., for codes: [String]) {
            self.deeds = Set(deeds)
            self.codes = codes
        }

        init(others deeds: Deed...) {
            self.deeds = Set(deeds)
            codes = nil
        }
    }

    static let codes = KafkaError.Code.ofBrokers + [.transactionAbortable, .transport]

    /// By the moment when the library hears of an error it may do one or the other.
    static func deeds(_ request: Request, _ code: KafkaError.Code, _ extent: Extent) -> Set<Deed> {
        let rows = rows(request, extent)
        return (rows.first { $0.codes?.contains(code.name) ?? false } ?? rows.first { $0.codes == nil })?.deeds ?? []
    }
}

extension KafkaError.Code {
    /// Newer than the library's list.
    fileprivate static let transactionAbortable = Self(rawValue: 120)
}
