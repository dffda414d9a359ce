import Foundation

/// What a running step may ask of the executor that runs it.
///
/// One for each call.
package protocol StepHost: AnyObject, Sendable {
    /// Virtual in tests.
    var now: Date { get }
    /// Whether the task was cancelled by a cut (an eviction), not by its deadline: what is thrown then is an interruption.
    var wasCut: Bool { get }
    /// The most bytes that one step may stage, keys and values together.
    var stagedLimit: Int { get }
    /// The most bytes of an encoded state.
    var stateLimit: Int { get }

    /// The step may be cut from here to `leaveRegion()`; its deadline rests.
    ///
    /// Throws `CancellationError` when a cut is already due. Regions nest, and overlap when a step has several tasks: count.
    func enterRegion() throws
    func leaveRegion()
    func sleep(for duration: Duration) async throws
    /// Nil when there is none of that name.
    func secret(named name: String) async throws -> String?
    /// Shown soon, not committed.
    func report(_ progress: Progress)
    func log(_ level: LogLevel, _ message: String, metadata: [String: String])
}
