extension FaultTable {
    static func rows(_ request: Request, _ extent: Extent) -> [Row] {
        switch (request, extent) {
        case (.produce, _): produce
        case (.addPartitions, _): addPartitions
        case (.addOffsets, _): addOffsets
        case (.commitOffsets, _): commitOffsets
        case (.end, .once): end
        case (.end, .untilLifted): endAgainAndAgain
        }
    }

    private static let ofTheRecords = [
        "INVALID_MSG", "MSG_SIZE_TOO_LARGE", "TOPIC_EXCEPTION", "RECORD_LIST_TOO_LARGE", "TOPIC_AUTHORIZATION_FAILED",
        "INVALID_TIMESTAMP", "POLICY_VIOLATION", "INVALID_RECORD",
    ]
    private static let ofTheGeneration = [
        "ILLEGAL_GENERATION", "UNKNOWN_MEMBER_ID", "REBALANCE_IN_PROGRESS", "FENCED_INSTANCE_ID",
    ]
    private static let ofTheCoordinator = ["COORDINATOR_NOT_AVAILABLE", "NOT_COORDINATOR"]

    private static let produce = [
        Row(
            .unnoticed,
            for: [
                "UNKNOWN_TOPIC_OR_PART", "LEADER_NOT_AVAILABLE", "NOT_LEADER_FOR_PARTITION", "REQUEST_TIMED_OUT",
                "BROKER_NOT_AVAILABLE", "REPLICA_NOT_AVAILABLE", "COORDINATOR_LOAD_IN_PROGRESS",
                "COORDINATOR_NOT_AVAILABLE", "NOT_COORDINATOR", "NOT_ENOUGH_REPLICAS",
                "NOT_ENOUGH_REPLICAS_AFTER_APPEND", "DUPLICATE_SEQUENCE_NUMBER", "KAFKA_STORAGE_ERROR",
            ]
        ),
        Row(.unnoticed, .replaced, for: ["_TRANSPORT"]),
        Row(.refusedReplaced, for: ofTheRecords),
        Row(others: .againReplaced),
    ]

    private static let addPartitions = [
        Row(.unnoticed, for: ["UNKNOWN_TOPIC_OR_PART", "COORDINATOR_LOAD_IN_PROGRESS", "CONCURRENT_TRANSACTIONS"]),
        Row(.unnoticed, .replaced, for: ofTheCoordinator + ["_TRANSPORT"]),
        Row(.refused, for: ofTheRecords),
        Row(
            .againReplaced,
            .asked,
            for: [
                "CLUSTER_AUTHORIZATION_FAILED", "INVALID_PRODUCER_EPOCH", "INVALID_TXN_STATE",
                "TRANSACTIONAL_ID_AUTHORIZATION_FAILED", "PRODUCER_FENCED",
            ]
        ),
        Row(.again, .asked, for: ["REQUEST_TIMED_OUT"]),
        Row(others: .again),
    ]

    private static let passing = [
        "UNKNOWN_TOPIC_OR_PART", "REQUEST_TIMED_OUT", "COORDINATOR_LOAD_IN_PROGRESS", "CONCURRENT_TRANSACTIONS",
    ]

    private static let addOffsets = [
        Row(.unnoticed, for: passing),
        Row(.unnoticed, .replaced, for: ofTheCoordinator + ["_TRANSPORT"]),
        Row(.fenced, for: ofTheGeneration),
        Row(
            .againReplaced,
            for: [
                "CLUSTER_AUTHORIZATION_FAILED", "UNSUPPORTED_FOR_MESSAGE_FORMAT", "INVALID_PRODUCER_EPOCH",
                "INVALID_TXN_STATE", "TRANSACTIONAL_ID_AUTHORIZATION_FAILED",
            ]
        ),
        Row(others: .again),
    ]

    private static let commitOffsets = [
        Row(.unnoticed, for: passing),
        Row(.unnoticed, .replaced, for: ofTheCoordinator + ["_TRANSPORT"]),
        Row(.fenced, for: ofTheGeneration),
        Row(
            .againReplaced,
            for: [
                "CLUSTER_AUTHORIZATION_FAILED", "UNSUPPORTED_FOR_MESSAGE_FORMAT", "INVALID_PRODUCER_EPOCH",
                "INVALID_TXN_STATE", "INVALID_PRODUCER_ID_MAPPING", "TRANSACTIONAL_ID_AUTHORIZATION_FAILED",
            ]
        ),
        Row(others: .again),
    ]

    private static let waiting = ["COORDINATOR_LOAD_IN_PROGRESS", "CONCURRENT_TRANSACTIONS"]

    private static let end = [
        Row(.unnoticed, for: waiting),
        Row(.unnoticed, .replaced, for: ofTheCoordinator),
        Row(.replaced, for: ["_TRANSPORT"]),
        Row(
            .asked,
            for: [
                "REQUEST_TIMED_OUT", "CLUSTER_AUTHORIZATION_FAILED", "INVALID_PRODUCER_EPOCH", "INVALID_TXN_STATE",
                "TRANSACTIONAL_ID_AUTHORIZATION_FAILED", "PRODUCER_FENCED",
            ]
        ),
        Row(others: .again),
    ]

    /// The abort after a commit that was refused is refused too.
    private static let endAgainAndAgain = [
        Row(.unnoticed, for: waiting),
        Row(.unnoticed, .replaced, for: ofTheCoordinator),
        Row(.replaced, for: ["_TRANSPORT"]),
        // The library asks for a new epoch instead of an abort.
        Row(.again, for: ["INVALID_PRODUCER_ID_MAPPING", "UNKNOWN_PRODUCER_ID"]),
        Row(others: .asked),
    ]
}
