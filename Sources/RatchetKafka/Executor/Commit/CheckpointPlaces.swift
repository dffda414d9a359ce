import RatchetEngine
import Synchronization

/// Where the checkpoints of one batch lie whose runs wait: their records are sent with a tag, by which the producer tells
/// their offsets.
final class CheckpointPlaces: Sendable {
    private struct State {
        /// By tag.
        var sent: [(jobId: String, partition: Int32)] = []
        var found: [CheckpointPlace] = []
    }

    /// Used by one producer's thread only: never waited for.
    private let state = Mutex(State())

    /// A tag for the checkpoint that is about to be sent.
    func tag(_ jobId: String, in partition: Int32) -> Int {
        state.withLock { state in
            state.sent.append((jobId, partition))
            return state.sent.count - 1
        }
    }

    func found(_ tag: Int, at offset: Int64) {
        state.withLock { state in
            let sent = state.sent[tag]
            state.found.append(CheckpointPlace(partition: sent.partition, jobId: sent.jobId, offset: offset))
        }
    }

    /// Once the batch is committed.
    var all: [CheckpointPlace] { state.withLock { $0.found } }
}
