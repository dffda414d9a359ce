import RatchetThreads

/// A member of a consumer group, on a thread of its own.
///
/// The group assigns partitions; reading starts only where and when the owner says (`read(from:)`). Offsets are never
/// committed from here: that is the business of a transaction.
package final class Consumer: Sendable {
    private let loop: ConsumerLoop
    private let thread: JoinableThread

    package struct Options: Sendable {
        /// After this long without a sign of life the group gives the partitions away.
        package var sessionTimeout: Duration = .seconds(10)
        package var heartbeatInterval: Duration = .seconds(3)
        /// How long the broker may hold an empty answer back.
        package var fetchWait: Duration = .milliseconds(10)
        /// The longest wait for `done` of a revocation.
        package var revocationLimit: Duration = .seconds(30)
        /// The most events in one call of `received`.
        package var batchLimit = 1_000
        /// Topics that the group does not subscribe to, and that are read along with those it does.
        ///
        /// Whoever is assigned partition 3 of a subscribed topic may read partition 3 of each of these, until the
        /// assignment ends. The group never hears of them, so that members with different companions share one group.
        package var companions: [String] = []

        package init() {}
    }

    /// Joins the group.
    ///
    /// - Throws: `KafkaError` of code `configuration` that names the property.
    package init(
        configuration: ClientConfiguration,
        group: String,
        topics: [String],
        options: Options = Options(),
        handler: any ConsumerHandler
    ) throws(KafkaError) {
        let loop = try ConsumerLoop(configuration, group: group, topics: topics, options: options, handler: handler)
        self.loop = loop
        thread = JoinableThread(name: "kafka-consumer") { loop.run() }
    }

    deinit {
        close()
    }

    /// Starts or moves the reading of assigned partitions and their companions; the others go on where they are.
    ///
    /// What is no longer ours when the consumer's thread gets there is ignored. Any thread; returns at once.
    ///
    /// - Parameters:
    ///   - offsets: the first record to deliver of each partition.
    ///   - begin: called on the consumer's thread: what is delivered after it was read from there.
    package func read(from offsets: [TopicPartition: Int64], begin: @escaping @Sendable () -> Void = {}) {
        loop.enqueue(.read(offsets, begin: begin))
    }

    /// Delivers nothing more of these partitions until `resume`; what was fetched in advance is thrown away and fetched
    /// again.
    ///
    /// Holds until the next assignment. Any thread; returns at once.
    package func pause(_ partitions: [TopicPartition]) {
        loop.enqueue(.pause(partitions))
    }

    package func resume(_ partitions: [TopicPartition]) {
        loop.enqueue(.resume(partitions))
    }

    /// Gives the partitions back (`revoked` is called), leaves the group and ends the thread; waits for it unless
    /// called on that thread.
    ///
    /// Idempotent.
    package func close() {
        loop.stop()
        thread.join()
    }
}
