import KafkaClient
import RatchetEngine
import Testing

@testable import RatchetKafka

struct BatchOutcomeTests {
    private func outcome(_ cause: KafkaError?) -> BatchOutcome {
        let error = KafkaError(
            .messageTooLarge,
            "the transaction cannot be committed: Message size too large: must be aborted",
            requiresAbort: true,
            cause: cause
        )
        return BatchOutcome(.aborted(error, reason: .tooLarge))
    }

    private let advice = "make the record smaller, or raise message.max.bytes here and max.message.bytes of the topic"

    @Test func `a refusal names its cause once`() {
        let words = "a record for small[0] was not delivered: Message size too large"
        let refused = outcome(KafkaError(.messageTooLarge, words))
        #expect(
            refused == .aborted(.refused("\(words) (MSG_SIZE_TOO_LARGE): \(advice)", .size))
        )
    }

    @Test func `a cause that says nothing of the record does not hide the refusal`() throws {
        guard case .aborted(.refused(let words, .size)) = outcome(KafkaError(.transport, "gone")) else {
            Issue.record("not refused")
            return
        }
        #expect(words.hasPrefix("the transaction cannot be committed"))
        #expect(words.contains(advice))
        #expect(words.contains("[caused by: gone"))
    }

    @Test func `the same error is no refusal of the batch when it is not about its records`() {
        let error = KafkaError(.messageTooLarge, "the transaction cannot be committed")
        guard case .aborted(.transient) = BatchOutcome(.aborted(error, reason: .other)) else {
            Issue.record("\(BatchOutcome(.aborted(error, reason: .other)))")
            return
        }
    }

    @Test func `an error and its cause give the same advice once`() {
        let error = KafkaError(.messageTooLarge, "a", cause: KafkaError(.messageTooLarge, "b"))
        #expect(
            error.description == "a (MSG_SIZE_TOO_LARGE) [caused by: b (MSG_SIZE_TOO_LARGE): \(advice)]"
        )
    }
}
