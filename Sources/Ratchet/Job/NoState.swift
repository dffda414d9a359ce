/// The state of a job that has no progress to keep.
public struct NoState: Codable, Hashable, Sendable {
    /// The only value.
    public init() {}
}
