extension ClientSettings {
    static func transactional(id: String, options: TransactionalProducer.Options) -> ClientSettings {
        ClientSettings(
            defaults: producing,
            essential: delivering.merging([
                "transactional.id": id,
                "transaction.timeout.ms": String(options.transactionTimeout.timeoutMilliseconds),
                "message.timeout.ms": String(options.messageTimeout.timeoutMilliseconds),
                // A request that is given up closes its connection: what came of it must not stay unnoticed.
                "socket.max.fails": "1",
            ]) { _, new in new },
            logsEveryDisconnect: true
        )
    }
}
