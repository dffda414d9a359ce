/// What happens after a step.
///
/// A struct, so that kinds can be added without breaking jobs.
public struct Step<State: Codable & Sendable>: Sendable {
    package enum Kind: Sendable {
        case next(State)
        case complete(keeping: State?)
    }

    package let kind: Kind

    private init(_ kind: Kind) {
        self.kind = kind
    }

    /// Commits `state`, then performs again with it.
    public static func next(_ state: State) -> Self { Self(.next(state)) }

    /// Ends the run.
    public static var complete: Self { Self(.complete(keeping: nil)) }

    /// Ends the run; `state` stays readable as its result.
    public static func complete(keeping state: State) -> Self { Self(.complete(keeping: state)) }
}

extension Step where State == NoState {
    /// Performs again.
    public static var again: Self { .next(NoState()) }
}
