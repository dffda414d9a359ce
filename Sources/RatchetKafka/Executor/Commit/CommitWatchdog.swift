import Foundation
import Ratchet
import RatchetEngine
import RatchetThreads
import Synchronization

/// Ends the process when a transaction does not end.
///
/// librdkafka's calls may hang for ever when a coordinator is gone (its issue 5456), and a producer cannot be closed
/// meanwhile. The group gives the partitions to others, whose reads wait until the broker has ended the transaction.
final class CommitWatchdog: Sendable {
    /// Since when the longest transaction runs; nil while there is none.
    private let runningSince: @Sendable () -> ContinuousClock.Instant?
    private let limit: Duration
    private let report: @Sendable (Report) -> Void
    private let onLook: @Sendable (Duration?) -> Void
    private let end: @Sendable () -> Void
    private let isStopped = Atomic<Bool>(false)

    /// What a supervisor sees: `EX_SOFTWARE`.
    static let exitCode: Int32 = 70

    init(
        _ runningSince: @escaping @Sendable () -> ContinuousClock.Instant?,
        limit: Duration,
        report: @escaping @Sendable (Report) -> Void,
        onLook: @escaping @Sendable (_ age: Duration?) -> Void = { _ in },
        end: @escaping @Sendable () -> Void
    ) {
        self.runningSince = runningSince
        self.limit = limit
        self.report = report
        self.onLook = onLook
        self.end = end
    }

    func start() {
        NamedThread.start("ratchet-dog") { [self] in
            while !isStopped.load(ordering: .acquiring) {
                let age = runningSince()?.duration(to: .now)
                onLook(age)
                if let age, age > limit {
                    report(
                        Report(
                            .error,
                            "A transaction hangs: the process ends, for its supervisor to start it anew",
                            ["since.seconds": "\(age.components.seconds)"]
                        )
                    )
                    return end()
                }
                Pause.brief()
            }
        }
    }

    @Sendable static func endProcess() {
        LogStream.standardError.flush(within: .seconds(1))
        _exit(exitCode)
    }

    func stop() { isStopped.store(true, ordering: .releasing) }
}
