/// Rules of the seam between engine and log, each broken on purpose.
///
/// The names are those of the protocol's model.
enum ShellFlaw {
    /// The lease's membership is taken when the table has been read, not in the assignment.
    case meta
    /// The membership is taken when a batch is committed.
    case fresh
    /// The table is read to the last stable offset.
    case lso
    /// A table whose reading was cut off is taken as it is.
    case torn
    /// Committed offsets are read without waiting for pending ones.
    case ru
    /// The table is read before the committed offsets.
    case order
    /// The checkpoint is written after the transaction, not in it.
    case cpout
    /// The end of `steps` is its last stable offset.
    case endlso
}

#if RATCHET_FLAWS
extension ShellFlaw: CaseIterable {}
#endif
