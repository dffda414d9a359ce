/// The context in `prepare`.
///
/// It cannot send, since `prepare` is repeated whenever a run resumes.
public typealias Setup<J: Job> = Context<J, Preparing<J>>

/// The context in `start` and `perform`: a new one for each call.
public typealias Run<J: Job> = Context<J, Stepping<J>>

/// A phase in which a run may send.
public protocol MaySend: Sendable {}

/// The phase of `prepare`.
public struct Preparing<J: Job>: Sendable {
    let from: From

    final class From: Sendable {
        let resuming: J.State?

        init(_ resuming: J.State?) {
            self.resuming = resuming
        }
    }
}

/// The phase of `start` and `perform`.
public struct Stepping<J: Job>: MaySend {
    let opened: Opened<J>
}

extension Context where Phase == Preparing<J> {
    /// The state to go on from; nil at the start.
    public var resuming: J.State? { phase.from.resuming }
}
