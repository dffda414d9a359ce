/// What a user may do with a property of librdkafka.
///
/// Whatever is not refused here the library itself accepts or refuses.
package enum PropertyRule: Sendable, Equatable {
    /// A promise rests on it; with the reason, and what to do instead.
    case refused(String)
    /// Not below this.
    case atLeast(Int, String)
    /// Not above this.
    case atMost(Int, String)

    /// What is wrong with a value; nil when nothing is.
    ///
    /// - Parameters:
    ///   - name: the property's, as librdkafka calls it.
    ///   - value: what it is to be.
    /// - Returns: a sentence that names the property, says why, and what to do.
    package static func fault(of name: String, _ value: String) -> String? {
        guard let rule = all[name] else { return nil }
        switch rule {
        case .refused(let reason): return "the property \(name) cannot be set: \(reason)"
        case .atLeast(let least, let reason):
            guard let number = Int(value), number < least else { return nil }
            return "the property \(name) must be at least \(least), not \(number): \(reason)"
        case .atMost(let most, let reason):
            guard let number = Int(value), number > most else { return nil }
            return "the property \(name) must be at most \(most), not \(number): \(reason)"
        }
    }

    /// By the property's name; each of a property's names is there.
    package static let all: [String: PropertyRule] = {
        var rules: [String: PropertyRule] = [:]
        func refuse(_ names: [String], _ reason: String) {
            for name in names { rules[name] = .refused(reason) }
        }

        refuse(["bootstrap.servers", "metadata.broker.list"], "Ratchet has the setting `bootstrap` for it")
        refuse(["group.id"], "Ratchet has the setting `group` for it")
        refuse(["session.timeout.ms", "heartbeat.interval.ms"], "Ratchet has the setting `sessionTimeout` for it")
        refuse(["transaction.timeout.ms"], "Ratchet has the setting `transactionTimeout` for it")
        refuse(["statistics.interval.ms"], "Ratchet has the setting `metrics.interval` for it")
        refuse(
            ["client.id"],
            "each of Ratchet's clients has a name of its own, by which the brokers' logs tell them apart"
        )

        refuse(
            ["group.instance.id"],
            "two executors that share one fence each other for ever, and a partition whose executor is gone for good "
                + "waits for it. Leave it out: executors that start and stop are what the group is for"
        )
        refuse(
            ["partition.assignment.strategy", "group.protocol.type"],
            "the partitions of one number of all of Ratchet's topics must go to the same executor"
        )
        refuse(
            [
                "enable.auto.commit", "auto.commit.enable", "auto.commit.interval.ms", "enable.auto.offset.store",
                "offset.store.method", "offset.store.path", "offset.store.sync.interval.ms",
            ],
            "offsets are committed with what was done with their records, in one transaction"
        )
        refuse(["auto.offset.reset"], "a record that nobody has done is never passed over")
        refuse(["isolation.level"], "what is not committed has not happened")
        refuse(["enable.partition.eof"], "an executor must know when it has read all that is there")
        refuse(["topic.blacklist"], "a topic that is hidden stands still without a word")
        refuse(
            ["allow.auto.create.topics"],
            "a topic that a broker makes by itself has the wrong number of partitions: `ratchet topics apply` makes them"
        )

        refuse(
            [
                "transactional.id", "enable.idempotence", "enable.gapless.guarantee", "acks", "request.required.acks",
                "max.in.flight", "max.in.flight.requests.per.connection", "queuing.strategy",
            ],
            "exactly once rests on it"
        )
        refuse(["message.timeout.ms", "delivery.timeout.ms"], "it follows from `transactionTimeout`")
        refuse(["delivery.report.only.error"], "whether a record is written is told by its report")
        refuse(
            ["partitioner"],
            "a run's records must go to the partition that every client finds by its jobId, as Kafka's Java client does"
        )
        refuse(
            ["socket.max.fails"],
            "a request that was cut off must not stay unnoticed: what came of it is asked for"
        )
        refuse(
            ["api.version.request", "api.version.fallback.ms", "broker.version.fallback"],
            "Ratchet needs transactions, headers and group metadata as brokers have them today"
        )
        refuse(["log.queue", "enabled_events"], "Ratchet takes the library's log and events itself")
        refuse(["internal.termination.signal"], "signals to the process are Ratchet's: they stop it in good order")

        rules["message.max.bytes"] = .atLeast(
            2_097_152,
            "the largest record that Ratchet's topics take could not be sent. Leave it out, or raise it"
        )
        rules["queue.buffering.max.messages"] = .atLeast(
            10_000,
            "a transaction would not fit. Leave it out, or raise it"
        )
        rules["queue.buffering.max.kbytes"] = .atLeast(16_384, "a transaction would not fit. Leave it out, or raise it")
        for name in ["linger.ms", "queue.buffering.max.ms"] {
            rules[name] = .atMost(
                100,
                "each transaction would wait for so long, though Ratchet gathers what is to be sent itself. Leave it out"
            )
        }
        return rules
    }()
}
