import KafkaClient
import KafkaTestSupport
import Ratchet
import RatchetEngine
import Testing

@testable import RatchetKafka

/// Work is taken only by those who can commit it.
@Suite struct WarmUpTests {
    private static let initProducer: Int16 = 22
    private static let findCoordinator: Int16 = 10

    /// An executor whose producers find no coordinator.
    private func starting(_ request: Int16 = initProducer) throws -> MockExecutor {
        let executor = try MockExecutor(isRunning: false)
        let code = KafkaError.Code(rawValue: request == Self.initProducer ? 14 : 15)
        executor.cluster.fail(Array(repeating: code, count: 10_000), request: request)
        executor.run()
        return executor
    }

    @Test(arguments: [initProducer, findCoordinator])
    func nobodyJoinsTheGroupBeforeItsProducersHaveACoordinator(_ request: Int16) async throws {
        let executor = try starting(request)
        try executor.trigger("run")
        executor.gate.open(for: "run")
        try await eventually("a word about it") {
            executor.log.reports(.warning).contains("A producer waits for its coordinator") ? true : nil
        }
        #expect(executor.log.entries.allSatisfy { if case .report = $0 { true } else { false } })
        #expect(executor.health == .notReady(["it has not joined its group yet", "it is starting"]))
        executor.cluster.failNoMore(request: request)
        #expect(try await executor.end(of: "run").status == .complete)
        #expect(executor.health == .ready)
        #expect(executor.log.reports(.info).contains("The executor is ready"))
        await executor.stop()
    }

    @Test func aStopIsHeardWhileProducersWait() async throws {
        let executor = try starting()
        try await eventually("a word about it") {
            executor.log.reports(.warning).isEmpty ? nil : true
        }
        executor.requestStop()
        let ending = try await eventually("its end") { executor.ending }
        #expect(try ending.get() == .stopped)
        #expect(executor.log.entries.allSatisfy { if case .report = $0 { true } else { false } })
    }

    @Test func aStopIsHeardBeforeTheStart() async throws {
        let executor = try MockExecutor(isRunning: false)
        executor.requestStop()
        executor.run()
        await executor.stop()
        #expect(try executor.ending?.get() == .stopped)
        #expect(executor.log.entries.isEmpty)
    }

    /// Nobody listens, or nobody answers.
    @Test(arguments: [true, false])
    func brokersThatAreAwayAreWaitedForUntilAStop(isRefused: Bool) async throws {
        let nowhere = try TCPProxy(to: 1)
        if isRefused { nowhere.refuse() } else { nowhere.shape { $0.isSilent = true } }
        let settings = ExecutorSettings(
            cluster: ClientConfiguration(bootstrapServers: "127.0.0.1:\(nowhere.port)"),
            layout: try TopicLayout(),
            group: "g"
        )
        let jobs = Jobs().adding { GatedJob(gate: Gate()) }
        let executor = try KafkaExecutor(jobs, settings: settings, logger: Logger(label: "test"))
        async let ending = executor.run()
        let why = "the brokers do not say what topics there are"
        try await eventually("a word about it") {
            executor.health == .notReady(["it has not joined its group yet", why]) ? true : nil
        }
        executor.stop()
        #expect(try await ending == .stopped)
    }

    /// TRANSACTIONAL_ID_AUTHORIZATION_FAILED for one, while another waits.
    @Test func aProducerThatCannotStartEndsTheOthersWait() async throws {
        let executor = try MockExecutor(isRunning: false)
        let codes = [KafkaError.Code(rawValue: 53)] + Array(repeating: .init(rawValue: 14), count: 10_000)
        executor.cluster.fail(codes, request: Self.initProducer)
        executor.run()
        let ending = try await eventually("its end") { executor.ending }
        let error = #expect(throws: KafkaError.self) { _ = try ending.get() }
        #expect(error?.code == .init(rawValue: 53))
        #expect(error?.isFatal == true)
    }
}
