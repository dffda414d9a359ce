import KafkaClient

extension CommitOutcome {
    var isCommitted: Bool {
        if case .committed = self { true } else { false }
    }

    var abortReason: AbortReason? {
        if case .aborted(_, let reason) = self { reason } else { nil }
    }

    var error: KafkaError? {
        switch self {
        case .committed: nil
        case .aborted(let error, reason: _): error
        case .unknown(let error): error
        }
    }
}
