import Ratchet

/// How a step ended, or why it cannot begin.
enum Outcome {
    case returned(StepResult)
    case timedOut(after: Milliseconds)
    /// It was handed out as often as is allowed and never came back.
    case crashed
    /// This program has no such job.
    case unknownJob
    /// It is wanted later.
    case delayed(until: Milliseconds)
    /// What the step wrote is refused, however it is sent.
    case unwritable(String, isTooLarge: Bool)
}
