/// A secret's value, redacted wherever it is described, dumped or reflected.
///
/// It cannot be encoded.
public struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let value: String

    package init(_ value: String) {
        self.value = value
    }

    /// The value itself.
    ///
    /// Call it where the value is used, and nowhere else.
    public func reveal() -> String { value }

    /// Always the same, whatever the value.
    public var description: String { "<secret>" }

    /// Always the same, whatever the value.
    public var debugDescription: String { description }

    /// Shows no value.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
