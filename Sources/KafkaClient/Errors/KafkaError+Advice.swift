import CRDKafka

extension KafkaError.Code {
    /// What the reader of the error should do.
    var advice: String? {
        switch self {
        case .configuration:
            "correct the client configuration"
        case .closed:
            "the client was closed; create a new one"
        case .openTransaction:
            "a producer holds a transaction open on this partition; start it again with the same transactional.id, abort "
                + "the transaction (kafka-transactions.sh), or wait for its transaction.timeout.ms, then try again"
        case .recordTooLarge, .messageTooLarge:
            "make the record smaller, or raise message.max.bytes here and max.message.bytes of the topic"
        case .unknownPartition, .unknownTopic:
            "create the topic with enough partitions, or correct its name"
        case .invalidTimestamp:
            "set this machine's clock and the brokers', or raise message.timestamp.after.max.ms of the topic"
        case .resolve:
            "check bootstrap.servers: the host name is not known here"
        case .transport, .allBrokersDown, .timedOut:
            "check that the brokers run and that bootstrap.servers and security.protocol are right, then try again"
        case .illegalGeneration, .unknownMember, .fencedInstance, .rebalanceInProgress:
            "the consumer group has rebalanced; drop this work and wait for the next assignment"
        case .fatal, .fenced:
            "create the client anew; another producer with the same transactional.id may have taken over"
        case .queueFull:
            "records come faster than the brokers take them; wait, then try again"
        case Self(RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED),
            Self(RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED),
            Self(RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED),
            Self(RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED):
            "give this user the missing right (ACL) in Kafka"
        case .authentication, Self(RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED):
            "check the user name, the password and sasl.mechanism"
        case Self(RD_KAFKA_RESP_ERR__SSL):
            "check security.protocol and the certificates (ssl.ca.location)"
        default:
            nil
        }
    }
}
