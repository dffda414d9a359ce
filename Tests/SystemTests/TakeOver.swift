import Foundation
import KafkaTestSupport
import RatchetEngine
import Testing

extension SystemTests {
    /// How long the runs of an executor that goes away wait for the others: figures, of which none is asserted.
    @Suite(.requiresKafkaHome) struct TakeOver {
        @Test(arguments: [TakeOverSettings(session: 6, transaction: 10), TakeOverSettings(session: 6, transaction: 5)])
        func killedExecutorsRunsGoOnElsewhere(_ settings: TakeOverSettings) async throws {
            for round in 1...settings.rounds {
                try await withTakeOver(settings) { takeOver in
                    let (times, _) = try await takeOver.measure { $0.process.send(.kill) }
                    print("take-over: kill -9, \(settings), round \(round): \(times)")
                }
            }
        }

        /// The worst case: a transaction that it has left open hides all that comes after it in its partitions.
        @Test(arguments: [TakeOverSettings(session: 6, transaction: 10), TakeOverSettings(session: 6, transaction: 5)])
        func runsGoOnAfterTheTransactionThatAKilledExecutorHasLeftOpen(_ settings: TakeOverSettings) async throws {
            for round in 1...settings.rounds {
                try await withTakeOver(settings) { takeOver in
                    let (times, _) = try await takeOver.measure { executor in
                        let heal = try await takeOver.slowTransactionsDown()
                        executor.process.send(.kill)
                        try heal()
                    }
                    print("take-over: kill -9 within transactions, \(settings), round \(round): \(times)")
                }
            }
        }

        @Test func stoppedExecutorsRunsGoOnElsewhereAndNoStepIsLostOrRepeated() async throws {
            let settings = TakeOverSettings(session: 6, transaction: 10)
            for round in 1...settings.rounds {
                try await withTakeOver(settings) { takeOver in
                    let (times, left) = try await takeOver.measure { $0.process.send(.terminate) }
                    print("take-over: SIGTERM, \(settings), round \(round): \(times)")
                    try #require(try await takeOver.first.process.waitForExit() == .code(0))
                    let repeated = try await takeOver.checkEveryStepWasDoneOnce(left)
                    print("take-over: SIGTERM repeated \(repeated) calls of runs whose partition moved between others")
                }
            }
        }
    }
}
