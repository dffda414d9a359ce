/// A file that cannot be read at the moment: trying again may help.
public struct FileUnavailable: Error, CustomStringConvertible {
    let path: String
    let reason: String

    /// The error in words.
    public var description: String { "cannot read '\(path)': \(reason)" }
}
