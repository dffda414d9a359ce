import Ratchet

/// One call of user code to be made.
package struct StepOrder: Sendable {
    package let ticket: Ticket
    package let call: StepCall
    /// What earlier steps of the run keep here; nil when there is nothing.
    package let session: (any RunSession)?
}
