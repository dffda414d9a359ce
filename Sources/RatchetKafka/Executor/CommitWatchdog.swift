import Foundation
import KafkaClient
import RatchetEngine
import Synchronization

/// Ends the process when a transaction does not end.
///
/// librdkafka's calls may hang for ever when a coordinator is gone (its issue 5456), and a producer cannot be closed
/// meanwhile. The group gives the partitions to others, whose reads wait until the broker has ended the transaction.
final class CommitWatchdog: Sendable {
    private let producers: [TransactionalProducer]
    private let limit: Duration
    private let report: @Sendable (Report) -> Void
    private let end: @Sendable () -> Void
    private let isStopped = Atomic<Bool>(false)

    /// What a supervisor sees: `EX_SOFTWARE`.
    static let exitCode: Int32 = 70

    init(
        _ producers: [TransactionalProducer],
        limit: Duration,
        report: @escaping @Sendable (Report) -> Void,
        end: @escaping @Sendable () -> Void = { _exit(CommitWatchdog.exitCode) }
    ) {
        self.producers = producers
        self.limit = limit
        self.report = report
        self.end = end
    }

    func start() {
        Thread.detachNewThread { [self] in
            while !isStopped.load(ordering: .acquiring) {
                if let hanging = producers.compactMap(\.runningSince).min(), hanging.duration(to: .now) > limit {
                    report(
                        Report(
                            .error,
                            "A transaction hangs: the process ends, for its supervisor to start it anew",
                            ["since.seconds": "\(hanging.duration(to: .now).components.seconds)"]
                        )
                    )
                    return end()
                }
                Pause.brief()
            }
        }
    }

    func stop() { isStopped.store(true, ordering: .releasing) }
}
