extension Duration {
    /// Rounded up, so that a wait is never shorter than asked for.
    package var milliseconds: Milliseconds {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        guard !overflow else { return seconds < 0 ? 0 : Milliseconds.max / 4 }
        let part = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return min(whole + part, Milliseconds.max / 4)
    }
}
