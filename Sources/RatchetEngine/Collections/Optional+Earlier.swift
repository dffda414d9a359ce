extension Int64? {
    /// The earlier of two times, or of two offsets, where there are any.
    func earlier(_ other: Milliseconds?) -> Milliseconds? {
        guard let self, let other else { return self ?? other }
        return Swift.min(self, other)
    }
}
