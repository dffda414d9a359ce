extension Duration {
    /// Whole milliseconds, as the C library takes its time-outs.
    ///
    /// A part of one counts as one, too long a time is the longest that the library can take, and a negative one is none: to
    /// the library it would be for ever.
    var timeoutMilliseconds: Int32 {
        let (seconds, attoseconds) = components
        guard seconds < Int64(Int32.max) / 1_000 else {
            return Int32.max
        }
        guard self > .zero else {
            return 0
        }
        return Int32(seconds * 1_000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
