/// The parameters of a job that takes none: whatever a trigger gives is ignored.
public struct NoParameters: Codable, Hashable, Sendable {
    /// The only value.
    public init() {}
}
