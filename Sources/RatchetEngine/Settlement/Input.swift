import Ratchet

/// What can happen to a run.
enum Input {
    /// Its step is handed out.
    ///
    /// - Parameter publishes: the step's record is not in `steps`, or not any more.
    case handedOut(publishes: Bool)
    case returned(StepResult)
    case timedOut(after: Milliseconds)
    /// Its step was handed out as often as is allowed and never came back.
    case crashed
    /// Its step goes on without a lease, or was never begun: the hand-out is not held against it.
    case takenBack
    /// This program has no such job.
    case unknownJob
    /// It is wanted later.
    case delayed(until: Milliseconds)
    /// What the step wrote is refused, however it is sent.
    case unwritable(String, isTooLarge: Bool)
    /// A command, as it lies in the run's mail.
    case command(MailRow)
}
