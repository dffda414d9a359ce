import RatchetEngine

/// A transaction, as its coordinator and its partitions see it.
final class Transaction {
    enum State: Equatable {
        case open
        /// Decided; its markers may still be to be written.
        case committed
        case aborted
    }

    let id: Int
    let batch: Batch
    let membership: Membership
    /// The executor that runs it.
    let executor: Int
    var state = State.open
    var touched: [Broker.Place] = []
    /// Where it has written the checkpoints of runs that wait.
    var places: [CheckpointPlace] = []
    /// Its offsets passed the fence.
    var hasOffsets = false
    /// When, among all that sent offsets: of two pending values the later one counts, whichever is decided first.
    var offsetOrder = 0
    /// Markers that are to be written still.
    var markersLeft = 0

    init(id: Int, batch: Batch, membership: Membership, executor: Int) {
        self.id = id
        self.batch = batch
        self.membership = membership
        self.executor = executor
    }

    /// Nothing of it is open any more.
    var isSettled: Bool { state != .open && markersLeft == 0 }
}

/// A producer with its transactional id; its transactions come one after another.
final class Producer {
    var transaction: Transaction?
    /// A batch is being committed.
    var isBusy = false
    /// Transactions that fail for no reason of their own: librdkafka's do after a record that is too large.
    var failuresLeft = 0
}

/// What fences a commit: the member and the generation, and not the partition.
struct Membership {
    let member: Member
    let generation: Int
}

/// One membership of one executor in the group.
final class Member {
    /// In the order in which partitions are given.
    let place: Int
    let executor: Int
    /// The last generation it got an assignment of.
    var generation = 0
    /// It has asked to join the next generation.
    var isWaiting = false
    /// The group has dropped it; it may not know.
    var isRemoved = false

    init(place: Int, executor: Int) {
        self.place = place
        self.executor = executor
    }
}
