/// Why something could not be judged: it was legitimately deleted, or it is not known.
package enum Unchecked: String, Sendable, CaseIterable {
    /// Runs whose first checkpoints are gone.
    case compactedHistories
    /// Records of a newer version of the wire format.
    case newerRecords
    /// Runs that moved on while the topics were read.
    case movingRuns
    /// Runs with retries whose job this program does not have.
    case unknownPolicies
    /// Live runs whose step may have been deleted from `steps`.
    case deletedSteps
    /// Records of `steps` that repeat a step whose checkpoints are gone.
    case repeatedSteps
    /// Triggers that were read so long ago that their dead letter may have been settled and deleted.
    case oldTriggers
    /// Runs that failed so long ago that their dead letter may have been settled and deleted.
    case oldLetters
    /// Partitions of which the group has committed no offset.
    case unreadPartitions
    /// Published records without Ratchet's header.
    case unmarkedOutputs
    /// Published records of other deployments.
    case foreignOutputs
    /// Published records that were not counted.
    case unnumberedOutputs
    /// Published records of runs whose checkpoint is past its retention.
    case expiredOutputs
    /// Runs whose published records may have been deleted.
    case deletedOutputs
}
