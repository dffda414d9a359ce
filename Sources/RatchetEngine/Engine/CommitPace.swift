/// How long transactions take at present.
struct CommitPace {
    private var begun: [Int: Milliseconds] = [:]
    /// In 16ths of a millisecond, so that the mean follows short times too.
    private var mean: Milliseconds = 3 << 4

    var milliseconds: Milliseconds { (mean + 15) >> 4 }

    mutating func began(_ batch: Int, at now: Moment) { begun[batch] = now.uptime }

    mutating func ended(_ batch: Int, at now: Moment) {
        guard let start = begun.removeValue(forKey: batch) else { return }
        mean += (((now.uptime - start) << 4) - mean) / 8
    }
}
