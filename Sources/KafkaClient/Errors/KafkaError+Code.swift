import CRDKafka

extension KafkaError {
    /// An error code: of the broker (positive), of librdkafka (negative), or of this module (from 10,000).
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: Int32

        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        init(_ code: rd_kafka_resp_err_t) {
            rawValue = code.rawValue
        }
    }
}

extension KafkaError.Code {
    // Of this module.
    package static let configuration = Self(rawValue: 10_001)
    package static let invalidArgument = Self(rawValue: 10_002)
    package static let closed = Self(rawValue: 10_003)
    package static let openTransaction = Self(rawValue: 10_004)
    package static let recordTooLarge = Self(rawValue: 10_005)
    package static let unknownPartition = Self(rawValue: 10_006)
    package static let writeFailed = Self(rawValue: 10_007)
    package static let deliveryUnknown = Self(rawValue: 10_008)

    // Of librdkafka and the broker.
    package static let fatal = Self(RD_KAFKA_RESP_ERR__FATAL)
    package static let fenced = Self(RD_KAFKA_RESP_ERR__FENCED)
    package static let timedOut = Self(RD_KAFKA_RESP_ERR__TIMED_OUT)
    package static let messageTimedOut = Self(RD_KAFKA_RESP_ERR__MSG_TIMED_OUT)
    package static let requestTimedOut = Self(RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT)
    package static let transport = Self(RD_KAFKA_RESP_ERR__TRANSPORT)
    package static let authentication = Self(RD_KAFKA_RESP_ERR__AUTHENTICATION)
    package static let resolve = Self(RD_KAFKA_RESP_ERR__RESOLVE)
    package static let allBrokersDown = Self(RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN)
    package static let state = Self(RD_KAFKA_RESP_ERR__STATE)
    package static let offsetGone = Self(RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET)
    package static let queueFull = Self(RD_KAFKA_RESP_ERR__QUEUE_FULL)
    package static let unknownTopic = Self(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART)
    package static let topicAlreadyExists = Self(RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS)
    package static let illegalGeneration = Self(RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION)
    package static let unknownMember = Self(RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID)
    package static let fencedInstance = Self(RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID)
    package static let rebalanceInProgress = Self(RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS)
    package static let invalidSessionTimeout = Self(RD_KAFKA_RESP_ERR_INVALID_SESSION_TIMEOUT)
    package static let invalidTransactionTimeout = Self(RD_KAFKA_RESP_ERR_INVALID_TRANSACTION_TIMEOUT)
    package static let invalidTimestamp = Self(RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP)
    package static let messageTooLarge = Self(RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE)

    /// The name that Kafka's documentation uses.
    package var name: String {
        switch self {
        case .configuration: "CONFIGURATION"
        case .invalidArgument: "INVALID_ARGUMENT"
        case .closed: "CLOSED"
        case .openTransaction: "OPEN_TRANSACTION"
        case .recordTooLarge: "RECORD_TOO_LARGE"
        case .unknownPartition: "UNKNOWN_PARTITION"
        case .writeFailed: "WRITE_FAILED"
        case .deliveryUnknown: "DELIVERY_UNKNOWN"
        default: String(cString: rd_kafka_err2name(rd_kafka_resp_err_t(rawValue: rawValue)))
        }
    }

    /// All that a broker may answer, as far as the library knows: UNKNOWN, then by number.
    package static var ofBrokers: [Self] {
        var descriptions: UnsafePointer<rd_kafka_err_desc>?
        var count = 0
        rd_kafka_get_err_descs(&descriptions, &count)
        // The gaps in the numbers have no name.
        return UnsafeBufferPointer(start: descriptions, count: count).filter { $0.name != nil }
            .map { Self($0.code) }.filter { $0.rawValue >= -1 && $0.rawValue != 0 }
    }

    /// Somebody has to change the configuration of this client, or the rights of its user.
    package var isOfTheConfiguration: Bool {
        [
            .configuration, .authentication,
            Self(RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED),
            Self(RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM),
            Self(RD_KAFKA_RESP_ERR_ILLEGAL_SASL_STATE),
            Self(RD_KAFKA_RESP_ERR_SECURITY_DISABLED),
            Self(RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED),
            Self(RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED),
            Self(RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED),
            Self(RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED),
            Self(RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION),
            Self(RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE),
        ].contains(self)
    }

    /// The consumer group has moved on: whoever sent the offsets is no longer the member it was.
    var isStaleGeneration: Bool {
        [.illegalGeneration, .unknownMember, .fencedInstance, .rebalanceInProgress].contains(self)
    }

    var isTimeout: Bool {
        [.timedOut, .messageTimedOut, .requestTimedOut, Self(RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE)].contains(self)
    }

    package var isTooLarge: Bool {
        [.recordTooLarge, .messageTooLarge, Self(RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE)].contains(self)
    }

    /// About a record or its topic, or the time at which it was sent.
    package var isOfTheRecord: Bool {
        isTooLarge
            || [
                .unknownTopic, .unknownPartition, .writeFailed, .invalidTimestamp,
                Self(RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC),
                Self(RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION),
                Self(RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED),
                Self(RD_KAFKA_RESP_ERR_INVALID_RECORD),
                Self(RD_KAFKA_RESP_ERR_INVALID_MSG),
                Self(RD_KAFKA_RESP_ERR_POLICY_VIOLATION),
            ].contains(self)
    }

    /// A broker could not be reached, or the connection to it broke.
    var isConnectionTrouble: Bool {
        isTimeout || [.transport, .resolve, .allBrokersDown].contains(self)
    }

    /// Passes by itself, as far as a bare code can tell.
    var isTransient: Bool {
        isConnectionTrouble
            || [
                .queueFull,
                Self(RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE),
                Self(RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION),
                Self(RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS),
                Self(RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE),
                Self(RD_KAFKA_RESP_ERR_NOT_COORDINATOR),
                Self(RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS),
                Self(RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS),
                Self(RD_KAFKA_RESP_ERR__WAIT_COORD),
            ].contains(self)
    }
}
