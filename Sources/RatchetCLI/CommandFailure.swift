/// A command did not do what was asked.
struct CommandFailure: Error, CustomStringConvertible {
    let code: ExitCode
    /// What is wrong and what to do.
    ///
    /// Empty when the output says it all.
    let description: String

    init(_ code: ExitCode, _ description: String = "") {
        self.code = code
        self.description = description
    }
}
