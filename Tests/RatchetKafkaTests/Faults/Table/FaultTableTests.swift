import Foundation
import KafkaClient
import KafkaTestSupport
import RatchetEngine
import Synchronization
import Testing

@testable import RatchetKafka

@Suite struct FaultTableTests {
    private static let heartbeat: Int16 = 12
    private static let tries = 3
    private static let hangs = 2

    /// What came of one error.
    private struct Finding {
        let deeds: Set<FaultTable.Deed>
        let story: Story
    }

    /// What its readers see of a run.
    private struct Story: Equatable {
        var end = RatchetEngine.Checkpoint.Status.complete
        var attempts = 1
        /// Whether they were final.
        var letters: [Bool] = []
        var lines = ["1", "2", "3"]
    }

    @Test(arguments: FaultTable.Request.allCases, FaultTable.Extent.allCases)
    func everyErrorIsDealtWithAsTheTableSays(
        _ request: FaultTable.Request,
        _ extent: FaultTable.Extent
    ) async throws {
        var executor = try await Self.executor()
        for code in FaultTable.codes {
            let expected = FaultTable.deeds(request, code, extent)
            // Where nobody knows the outcome it may have been either.
            let isOpen = extent == .once && expected.contains(.asked)
            for truth in isOpen ? [CommittedLog.Truth.aborted, .committed] : [.aborted] {
                let isPassing = expected.isSubset(of: [.unnoticed, .replaced])
                let errors = extent == .once ? 1 : isPassing ? Self.tries : 1_000
                let run = "\(code.rawValue)-\(truth)"
                let what = "\(request.name), \(code.name) \(extent), in truth \(truth)"
                let finding = try await Self.despiteHangs(what, &executor) { executor in
                    try await self.finding(of: code, errors, request, truth, run, executor)
                }
                #expect(finding.deeds.isSubset(of: expected), "\(what)")
                #expect(finding.story == Self.story(of: code, extent, expected), "\(what)")
            }
        }
        await executor.stop()
    }

    @Test func theDocumentShowsTheTable() throws {
        var root = URL(filePath: #filePath)
        while root.lastPathComponent != "Tests" { root.deleteLastPathComponent() }
        let document = root.deletingLastPathComponent().appending(path: "docs/faults.md")
        let text = try String(contentsOf: document, encoding: .utf8)
        #expect(text.contains("\n\n\(FaultTable.markdown)\n\n"), "it has to be:\n\(FaultTable.markdown)")
    }

    @Test(arguments: FaultTable.Request.allCases, FaultTable.Extent.allCases)
    func theTableHasEachErrorOnce(_ request: FaultTable.Request, _ extent: FaultTable.Extent) {
        let rows = FaultTable.rows(request, extent)
        let names = rows.compactMap(\.codes).flatMap { $0 }
        #expect(names.count == Set(names).count)
        #expect(Set(names).subtracting(FaultTable.codes.map(\.name)).isEmpty)
        #expect(rows.count { $0.codes == nil } == 1)
    }

    /// A step fails whose output is refused for long, unless for the clock; nothing else shows outside.
    private static func story(
        of code: KafkaError.Code,
        _ extent: FaultTable.Extent,
        _ expected: Set<FaultTable.Deed>
    ) -> Story {
        guard extent == .untilLifted, !expected.isDisjoint(with: [.refused, .refusedReplaced]) else { return Story() }
        guard code != .invalidTimestamp else { return Story() }
        guard code.isTooLarge else { return Story(attempts: 2, letters: [false]) }
        return Story(end: .error, letters: [true], lines: ["1"])
    }

    private static func executor() async throws -> MockExecutor {
        let executor = try MockExecutor(refusalRest: 200)
        try await executor.waitUntilOwner()
        return executor
    }

    /// What hangs says nothing about the error: another executor is asked.
    private static func despiteHangs(
        _ what: String,
        _ executor: inout MockExecutor,
        _ find: (MockExecutor) async throws -> Finding
    ) async throws -> Finding {
        for _ in 0..<hangs {
            do {
                return try await find(executor)
            } catch is MockExecutor.Hang {
                print("\(what): a transaction hung; once more with another executor")
                executor = try await Self.executor()
            }
        }
        return try await find(executor)
    }

    /// The second step of a run commits while requests are answered with the error.
    private func finding(
        of code: KafkaError.Code,
        _ errors: Int,
        _ request: FaultTable.Request,
        _ truth: CommittedLog.Truth,
        _ run: String,
        _ executor: MockExecutor
    ) async throws -> Finding {
        try await executor.bringToGate(run)
        let start = executor.log.entries.count
        let failures = Mutex(0)
        executor.log.expect(truth) { [cluster = executor.cluster] outcome in
            let count = failures.withLock { count in
                count += 1
                return count
            }
            if outcome == .aborted(.fenced) {
                // The group has said so in its way too.
                cluster.fail([.illegalGeneration], request: Self.heartbeat)
                cluster.failNoMore(request: request.rawValue)
            } else if count == Self.tries {
                cluster.failNoMore(request: request.rawValue)
            }
        }
        executor.cluster.fail(Array(repeating: code, count: errors), request: request.rawValue)
        executor.gate.open(for: run)
        let end = try await executor.end(of: run)
        executor.cluster.failNoMore(request: request.rawValue)
        let log = executor.log.committed
        return Finding(
            deeds: Self.deeds(in: executor.log.entries[start...]),
            story: Story(
                end: end.status,
                attempts: end.number.attempt,
                letters: log.letters[run] ?? [],
                lines: log.lines[run] ?? []
            )
        )
    }

    private static func deeds(in entries: ArraySlice<RecordingLog.Entry>) -> Set<FaultTable.Deed> {
        var deeds: Set<FaultTable.Deed> = []
        var isReplaced = false
        for entry in entries {
            switch entry {
            case .report(let report) where report.message == "A producer was made anew": isReplaced = true
            case .ended(let outcome):
                deeds.insert(FaultTable.Deed(outcome, isReplaced: isReplaced))
                isReplaced = false
            case .report, .assigned, .lost, .owned: break
            }
        }
        // Commits that came after it.
        return deeds == [.unnoticed] ? deeds : deeds.subtracting([.unnoticed])
    }
}

extension FaultTable.Deed {
    fileprivate init(_ outcome: BatchOutcome, isReplaced: Bool) {
        self =
            switch outcome {
            case .committed: isReplaced ? .replaced : .unnoticed
            case .aborted(.transient): isReplaced ? .againReplaced : .again
            case .aborted(.refused): isReplaced ? .refusedReplaced : .refused
            case .aborted(.fenced): .fenced
            case .unknown: .asked
            }
    }
}
