/// What an engine holds, as others may see it.
package struct EngineLoad: Sendable {
    /// Partitions whose ledger stands.
    package let owned: [Int32]
    package let slotsUsed: Int
    /// A step runs that was handed out before and did not come back.
    package let hasSuspect: Bool
    /// Steps of partitions that are not owned now, running or done.
    package let parkedSteps: Int
    /// Told to end, and not ended yet.
    package let strays: Int
    package let pendingWrites: Int
    /// Refused by the broker, and tried again from time to time.
    package let refusedWrites: Int
    package let batchesInFlight: Int
    package let producersFree: Int
}

extension Engine {
    package var refusedWrites: Int { partitions.reduce(0) { $0 + ($1.owned?.ledger.writes.refused.count ?? 0) } }

    /// What is wrong in a ledger; nil when nothing is.
    package var fault: String? {
        for state in partitions {
            if let fault = state.owned?.ledger.fault {
                return "partition \(state.owned?.ledger.partition ?? -1): \(fault)"
            }
        }
        return nil
    }

    /// The reading of the tables by which a partition is owned, or is about to be.
    package func opening(of partition: Int32, isOwned: Bool) -> Int? {
        let state = partitions[Int(partition)]
        return isOwned ? state.owned?.ledger.opening : state.opening?.id
    }

    package var load: EngineLoad {
        EngineLoad(
            owned: partitions.indices.filter { partitions[$0].owned != nil }.map(Int32.init),
            slotsUsed: slots.used,
            hasSuspect: slots.hasSuspect,
            parkedSteps: partitions.reduce(0) { $0 + $1.parked.count },
            strays: strays.count,
            pendingWrites: partitions.reduce(0) { $0 + ($1.owned?.ledger.writes.pending.count ?? 0) },
            refusedWrites: refusedWrites,
            batchesInFlight: batches.count,
            producersFree: resting.count
        )
    }
}
