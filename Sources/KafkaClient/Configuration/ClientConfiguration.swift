/// How to reach Kafka, shared by every client of a process.
package struct ClientConfiguration: Sendable {
    /// `host:port`, several separated by commas.
    package var bootstrapServers: String
    /// Appears in the broker's logs and quotas.
    package var clientId: String
    /// Further librdkafka properties as they are (TLS, SASL, tuning).
    ///
    /// They win over the defaults of this module, but not over what guarantees rest on: to set such a property is an error
    /// that names it and says why (`PropertyRule`).
    package var properties: [String: String]
    /// Called on librdkafka's threads: must not block, nor call a client.
    package var onLog: (@Sendable (KafkaLogLine) -> Void)?
    /// Called with librdkafka's statistics as JSON, on the thread of the client, every `statisticsInterval`, at least once a day.
    package var onStatistics: (@Sendable (String) -> Void)?
    package var statisticsInterval: Duration

    package init(
        bootstrapServers: String,
        clientId: String = "ratchet",
        properties: [String: String] = [:],
        onLog: (@Sendable (KafkaLogLine) -> Void)? = nil,
        onStatistics: (@Sendable (String) -> Void)? = nil,
        statisticsInterval: Duration = .seconds(15)
    ) {
        self.bootstrapServers = bootstrapServers
        self.clientId = clientId
        self.properties = properties
        self.onLog = onLog
        self.onStatistics = onStatistics
        self.statisticsInterval = statisticsInterval
    }
}
