/// The topics of a deployment, without their prefix.
package enum Topic: String, Sendable, CaseIterable {
    case triggers
    case steps
    case checkpoints
    case dead
    case mail
    case commands
    case notifications
    case activity

    /// Whether a run's records lie in the same partition number of it as of the others.
    package var isPerRun: Bool {
        switch self {
        case .triggers, .steps, .checkpoints, .dead, .mail, .commands: true
        case .notifications, .activity: false
        }
    }
}
