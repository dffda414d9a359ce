import RatchetThreads
import Synchronization

/// Commits batches, one transaction after another, on a thread of its own.
///
/// Rotate two or more of them: one that has just committed would meet the markers of its own transaction.
package final class TransactionalProducer: Sendable {
    package struct Options: Sendable {
        /// The broker aborts a transaction that is open for longer.
        package var transactionTimeout: Duration = .seconds(15)
        /// A record that is not delivered by then fails its transaction; at most `transactionTimeout`.
        package var messageTimeout: Duration = .seconds(14)
        /// The longest wait for the coordinator at `recreate`.
        package var recreationLimit: Duration = .seconds(60)
        /// Called every few seconds while `start` and `recreate` wait, with what they wait for; on the producer's thread.
        package var onWait: (@Sendable (KafkaError) -> Void)?
        /// The client is replaced only where the library's log says that it has to be.
        ///
        /// Without that it is replaced after every abort, and after every commit during which a connection was closed: it
        /// takes longer, and is never wrong.
        package var trustsLog = ClientLibrary.isLogKnown

        package init() {}
    }

    private let core: TransactionCore
    private let thread: SerialThread

    /// Connects to nothing yet.
    ///
    /// - Throws: `KafkaError` of code `configuration` that names the property.
    package init(
        configuration: ClientConfiguration,
        transactionalId: String,
        options: Options = Options()
    ) throws(KafkaError) {
        let core = try TransactionCore(configuration, transactionalId: transactionalId, options: options)
        self.core = core
        thread = SerialThread(name: "kafka-producer", idlePeriod: .milliseconds(500)) { core.idle() }
    }

    deinit {
        close()
    }

    /// When the running transaction began; nil while there is none.
    ///
    /// A commit that hangs shows here.
    package var runningSince: ContinuousClock.Instant? {
        core.status.withLock { $0.runningSince }
    }

    /// The last transaction leaves a doubt about the next ones: call `recreate` before another commit.
    package var needsRecreation: Bool {
        core.status.withLock { $0.needsRecreation }
    }

    /// Fences older producers of the same transactional id and makes the first transaction as fast as the others.
    ///
    /// Waits for brokers that are away, until `stopWaiting`.
    ///
    /// - Parameters:
    ///   - topics: those that will be written to; they must exist.
    ///   - completion: called on the producer's thread, with nil after success.
    package func start(topics: [String], completion: @escaping @Sendable (KafkaError?) -> Void) {
        let core = core
        enqueue({ completion(core.start(topics: topics)) }, ifClosed: completion)
    }

    /// The same, waiting for it.
    ///
    /// Blocks: never on a thread of Swift's pool.
    ///
    /// - Throws: `KafkaError`.
    package func start(topics: [String]) throws(KafkaError) {
        if let error = Blocking.wait({ start(topics: topics, completion: $0) }) {
            throw error
        }
    }

    /// Commits the batch after those before it.
    ///
    /// - Parameters:
    ///   - batch: its `write` is called on the producer's thread.
    ///   - completion: called exactly once, on the producer's thread.
    package func commit(_ batch: TransactionBatch, completion: @escaping @Sendable (CommitOutcome) -> Void) {
        let core = core
        enqueue({ completion(core.commit(batch)) }, ifClosed: { completion(.aborted($0, reason: .other)) })
    }

    /// Replaces the client by a new one with the same transactional id, which aborts what is still open.
    ///
    /// The completion is called on the producer's thread, with nil after success; after an error call again.
    package func recreate(completion: @escaping @Sendable (KafkaError?) -> Void) {
        let core = core
        enqueue({ completion(core.recreate()) }, ifClosed: completion)
    }

    /// The same, blocking: never on a thread of Swift's pool.
    ///
    /// - Throws: `KafkaError`, also after the limit for it has passed; then call again.
    package func recreate() throws(KafkaError) {
        if let error = Blocking.wait({ recreate(completion: $0) }) {
            throw error
        }
    }

    /// Makes `start` and `recreate` fail soon if they wait, and at once from now on.
    ///
    /// Any thread; returns at once.
    package func stopWaiting() {
        core.isStopping.store(true, ordering: .releasing)
    }

    /// Lets the batches that wait commit, then ends the thread and waits for it (unless called on it); waits for no
    /// coordinator.
    ///
    /// Idempotent.
    package func close() {
        stopWaiting()
        thread.stop()
    }

    private func enqueue(_ work: @escaping @Sendable () -> Void, ifClosed: (KafkaError) -> Void) {
        if !thread.enqueue(work) {
            ifClosed(KafkaError(.closed, "the transactional producer is closed"))
        }
    }
}
