extension Duration {
    /// Whole milliseconds, as the C library takes its time-outs; too long a time is the longest it can take.
    var milliseconds: Int32 {
        let (seconds, attoseconds) = components
        guard abs(seconds) < Int64(Int32.max) / 1_000 else {
            return seconds < 0 ? 0 : Int32.max
        }
        return Int32(seconds * 1_000 + attoseconds / 1_000_000_000_000_000)
    }
}
