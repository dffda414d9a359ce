import Foundation

/// Everything sent here is staged: it commits with the step's result, exactly once, or not at all.
extension Context where Phase: MaySend {
    /// A name for one call of this step to another system: the same when the step is repeated.
    ///
    /// Give each call of a step a `call` of its own. Send the name as the other system's idempotency key (HTTP:
    /// `Idempotency-Key`).
    public func idempotencyKey(for call: String) -> String {
        if (try? handle.checkOpen()) == nil { handle.logFault("idempotencyKey") }
        return "\(jobId)/\(handle.call.seq)/\(call)"
    }

    /// Publishes `value` as JSON, dates in ISO 8601.
    ///
    /// Throws a ``RatchetError``, which is not retried, when the value does not encode, the topic's name is not
    /// allowed, or the step would exceed its limit in bytes.
    public func publish(_ value: some Encodable, to topic: String, key: String? = nil) throws {
        try publish(CollectionOfOne(value), to: topic, key: { _ in key })
    }

    /// Publishes each item as JSON, in their order; all of them, or none when one cannot be published.
    ///
    /// Throws like ``publish(_:to:key:)``.
    public func publish<S: Sequence>(
        each items: S,
        to topic: String,
        key: (S.Element) -> String? = { _ in nil }
    ) throws where S.Element: Encodable {
        try publish(items, to: topic, key: key)
    }

    /// Publishes `bytes` as they are.
    ///
    /// Throws a ``RatchetError``, which is not retried, when the topic's name is not allowed, or the step would exceed
    /// its limit in bytes.
    public func publish(bytes: Data, to topic: String, key: String? = nil) throws {
        try checkTopic(topic)
        let output = Output(topic: topic, key: key, value: [UInt8](bytes))
        try handle.stage([output], bytes: output.bytes)
    }

    /// Adds a line to the activity log of the run's tenant.
    ///
    /// - Parameters:
    ///   - level: How the reader should take it.
    ///   - activity: The kind of work, to group by: `Import`.
    ///   - title: What happened, in a few words.
    ///   - summary: One sentence.
    ///   - details: More, for those who ask.
    public func notify(_ level: Level, activity: String, title: String, summary: String, details: String? = nil) {
        handle.stage(
            Notification(level: level, activity: activity, title: title, summary: summary, details: details)
        )
    }

    private func publish<S: Sequence>(
        _ items: S,
        to topic: String,
        key: (S.Element) -> String?
    ) throws where S.Element: Encodable {
        try checkTopic(topic)
        let room = try handle.room()
        var outputs: [Output] = []
        outputs.reserveCapacity(items.underestimatedCount)
        var bytes = 0
        for item in items {
            let value: [UInt8]
            do {
                value = try JSONCoding.encode(published: item)
            } catch {
                throw RatchetError(
                    .doesNotEncode,
                    "a \(S.Element.self) for topic '\(topic)' does not encode: \(error.inWords)",
                    cause: error
                )
            }
            let output = Output(topic: topic, key: key(item), value: value)
            bytes += output.bytes
            guard bytes <= room else { throw handle.tooMuch }
            outputs.append(output)
        }
        try handle.stage(outputs, bytes: bytes)
    }

    /// Kafka's own rule; a name against it would fail the whole batch at commit.
    private func checkTopic(_ topic: String) throws {
        let name = topic.utf8
        guard (1...249).contains(name.count), topic != ".", topic != "..", name.allSatisfy(\.isNameByte) else {
            throw RatchetError(
                .badTopic,
                "a topic's name is 1 to 249 of A-Z a-z 0-9 . _ -, and not '\(topic)'"
            )
        }
    }
}

extension Output {
    fileprivate var bytes: Int { (key?.utf8.count ?? 0) + value.count }
}
