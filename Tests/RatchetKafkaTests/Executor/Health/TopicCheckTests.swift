import KafkaClient
import Synchronization
import Testing

@testable import RatchetKafka

@Suite struct TopicCheckTests {
    private struct Outcome {
        var tries = 0
        var told: [KafkaError] = []
    }

    /// After so many tries it is not wanted any more.
    private func outcome(
        tries: Int = .max,
        of answers: [Result<[TopicDifference], KafkaError>]
    ) throws -> Outcome {
        let asked = Mutex(0)
        var outcome = Outcome()
        let check = TopicCheck { () throws(KafkaError) in
            let place = asked.withLock { asked in
                asked += 1
                return asked - 1
            }
            return try answers[min(place, answers.count - 1)].get()
        }
        try check.run {
            asked.withLock { $0 } < tries
        } onWait: { error in
            outcome.told.append(error)
        }
        outcome.tries = asked.withLock { $0 }
        return outcome
    }

    private let missing = TopicDifference(
        topic: "ratchet.steps",
        severity: .fatal,
        description: "it is missing"
    )

    @Test func brokersInTroubleAreAskedAgain() throws {
        let away = KafkaError(.timedOut, "no answer", helpsToRetry: true, cause: KafkaError(.transport, "refused"))
        // UNKNOWN and KAFKA_STORAGE_ERROR.
        let bad = [-1, 56].map { KafkaError(.init(rawValue: $0), "bad") }
        let outcome = try outcome(of: ([away] + bad).map { .failure($0) } + [.success([])])
        #expect(outcome.tries == 4)
        #expect(outcome.told.first?.message == "no answer")
    }

    @Test func topicsThatAreNotAsTheyMustBeEndIt() {
        #expect(throws: TopicsUnfit.self) { try outcome(of: [.success([missing])]) }
    }

    /// SASL_AUTHENTICATION_FAILED, TOPIC_AUTHORIZATION_FAILED, CLUSTER_AUTHORIZATION_FAILED.
    @Test(arguments: [KafkaError.Code.authentication, .init(rawValue: 58), .init(rawValue: 29), .init(rawValue: 31)])
    func whoeverIsNotLetInNeedNotWait(_ code: KafkaError.Code) {
        #expect(throws: KafkaError.self) { try outcome(tries: 3, of: [.failure(KafkaError(code, "no"))]) }
        let hidden = KafkaError(.timedOut, "no answer", helpsToRetry: true, cause: KafkaError(code, "no"))
        #expect(throws: KafkaError.self) { try outcome(tries: 3, of: [.failure(hidden)]) }
    }

    @Test func nobodyAsksWhenNobodyWantsToKnow() throws {
        #expect(try outcome(tries: 0, of: [.success([missing])]).tries == 0)
        #expect(try outcome(tries: 2, of: [.failure(KafkaError(.transport, "gone"))]).tries == 2)
    }
}
