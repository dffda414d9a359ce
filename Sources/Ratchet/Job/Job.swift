/// Work in small steps, as a struct: one immutable value serves all runs at once.
///
/// What a job depends on are its `let`s, what a run opens is its ``Resources``, how far it has come is its ``State``. A
/// step is one call of ``start(_:)`` or ``perform(_:in:)``: keep it under 60 seconds (``JobDefinition``), since it is
/// what is repeated after a failure, an interruption or a crash. Its shape is that of a job in the Optimizely Connect
/// Platform's guide "Jobs": a state machine whose state says what to do next.
///
/// ```swift
/// struct Count: Job {
///     static let definition = Definition("count")
///     struct State: Codable, Sendable { var next = 0 }
///     func start(_ run: Run<Self>) async throws -> Step<State> { .next(State()) }
///     func perform(_ state: State, in run: Run<Self>) async throws -> Step<State> {
///         try run.publish(state.next, to: "numbers")
///         return state.next == 99 ? .complete : .next(State(next: state.next + 1))
///     }
/// }
/// ```
///
/// Classes and actors are refused by ``Jobs``: progress kept in the job would be lost at a take-over.
public protocol Job: Sendable {
    /// What a trigger gives, as a JSON object; dates in it are ISO 8601.
    associatedtype Parameters: Codable & Sendable = NoParameters
    /// All the progress of a run: committed after each step and given to the next one, wherever that runs.
    ///
    /// It is stored as JSON with Foundation's defaults. A field added later must be optional, or the runs that are
    /// under way cannot be read any more.
    associatedtype State: Codable & Sendable = NoState
    /// What ``prepare(_:)`` opens (files, tokens): lives beside the run on one executor and is never stored.
    associatedtype Resources: Sendable = Void

    /// Name and policies of the job.
    ///
    /// Required: a name made from the type would strand live runs when the type is renamed.
    static var definition: JobDefinition<Self> { get }

    /// Opens what the steps use.
    ///
    /// Called before the first step, on each executor that takes the run over, and after each failure or interruption.
    /// What it throws fails the step it was called for.
    func prepare(_ setup: Setup<Self>) async throws -> Resources

    /// Gives the first state. Never called when a run resumes.
    func start(_ run: Run<Self>) async throws -> Step<State>

    /// Does one small unit of work. What it returns and what it sent through `run` commit together, exactly once.
    ///
    /// The code itself may run more than once, always from the same `state`: name calls to systems outside with
    /// ``Context/idempotencyKey(for:)``.
    func perform(_ state: State, in run: Run<Self>) async throws -> Step<State>
}

extension Job {
    /// Short for the job's ``JobDefinition``.
    public typealias Definition = JobDefinition<Self>
}

extension Job where Resources == Void {
    /// Opens nothing.
    public func prepare(_ setup: Setup<Self>) async throws {}
}

extension Job where State == NoState {
    /// Goes on to the first `perform`.
    public func start(_ run: Run<Self>) async throws -> Step<State> { .again }
}
