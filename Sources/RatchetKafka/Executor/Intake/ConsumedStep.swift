import KafkaClient
import RatchetEngine

/// A record of `steps` as it was consumed.
///
/// Most are echoes of what this executor committed itself: nothing of them is copied but the key, and nothing is
/// decoded but the number.
struct ConsumedStep: StepPayload {
    let record: ConsumedRecord

    func arrival() -> Arrival {
        guard record.withValue({ $0 != nil }) else { return .end(of: .steps, offset: record.offset + 1) }
        do throws(WireError) {
            guard let jobId = record.key else { throw .missing("the key") }
            return .step(
                StepArrival(offset: record.offset, jobId: jobId, number: try record.stepNumber(), payload: self)
            )
        } catch {
            return .unreadable(offset: record.offset, jobId: record.key, unreadable(error))
        }
    }

    func decode() throws(UnreadableStep) -> StepRecord {
        do throws(WireError) {
            return try record.step()
        } catch {
            throw unreadable(error)
        }
    }

    private func unreadable(_ error: WireError) -> UnreadableStep {
        UnreadableStep(
            InboxRecord(record).rejection(.undecodable, error.message, at: SystemClock.now.wall),
            isOfANewerProgram: error.isOfANewerProgram
        )
    }
}

extension InboxRecord {
    init(_ record: ConsumedRecord) {
        self.init(
            topic: record.topic,
            partition: record.partition,
            offset: record.offset,
            timestamp: record.timestamp.milliseconds,
            key: record.keyBytes,
            value: record.value,
            headers: record.headers.map { Rejection.Header(name: $0.name, value: $0.value) }
        )
    }
}
