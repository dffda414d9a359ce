extension ClientSettings {
    static func transactional(id: String, options: TransactionalProducer.Options) -> ClientSettings {
        ClientSettings(
            defaults: producing,
            essential: [
                "transactional.id": id,
                "transaction.timeout.ms": String(options.transactionTimeout.milliseconds),
                "message.timeout.ms": String(options.messageTimeout.milliseconds),
                "enable.idempotence": "true",
                "acks": "all",
                // As Kafka's Java client does it: the same key goes to the same partition, whoever sends.
                "partitioner": "murmur2_random",
            ],
            logsEveryDisconnect: true
        )
    }
}
