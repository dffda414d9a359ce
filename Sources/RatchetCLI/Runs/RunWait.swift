import KafkaClient
import RatchetEngine
import RatchetKafka

/// Waits until something has happened to a run, showing how far it is.
struct RunWait: Sendable {
    let reader: RunReader
    /// Tells what counts.
    let follower: RunFollower
    /// For ever when nil.
    let timeout: Duration?
    let bar: ProgressBar
    /// Set when nobody waits any more.
    var stop = StopFlag()
    /// Asked when nothing is heard of the run.
    var owners: RunOwners?
    var standstills: Standstills?
    /// What has been sent lies in it.
    var inbox = Topic.triggers

    /// Blocks.
    ///
    /// - Parameters:
    ///   - positions: where to begin; from the beginning of the topics when nil.
    ///   - isDone: whether this is what is waited for.
    /// - Returns: the last news, nil when there was none, and whether it is what was waited for.
    /// - Throws: `KafkaError`.
    func callAsFunction(
        from positions: RunReader.Positions?,
        until isDone: (RunFollower.News) -> Bool
    ) throws -> (news: RunFollower.News?, isDone: Bool) {
        defer { bar.clear() }
        let end = timeout.map { ContinuousClock.now + $0 }
        var follower = follower
        var silence = standstills.map { standstills in
            RunSilence(
                of: follower.jobId,
                owner: { owners?.owner(of: $0) },
                standstill: { jobId, hasBegun in
                    let waits = !(hasBegun && inbox == .triggers)
                    return standstills.holding(jobId, behind: waits ? inbox : nil, at: SystemClock.now.wall)
                }
            )
        }
        var isOver = false
        func apply(_ change: RunChange) {
            guard !isOver, let news = follower.apply(change) else { return }
            if case .checkpoint(let checkpoint) = news {
                silence?.heard(checkpoint)
                show(checkpoint)
            }
            isOver = isDone(news)
        }
        var positions = positions
        if positions == nil {
            // Only the last of what is there counts.
            var known = follower
            var last: RunChange?
            positions = try reader.read([.checkpoints, .dead], keys: follower.keys) { change in
                if known.apply(change) != nil { last = change }
            }
            // The id is free again: what is waited for comes after.
            if case .expired = known.latest { last = nil }
            if let last { apply(last) }
        }
        guard !isOver else { return (follower.latest, true) }
        try reader.follow(
            from: positions ?? [:],
            keys: follower.keys,
            while: {
                if let word = silence?.word() { show(follower.latest, word) }
                return !isOver && !stop.isSet && (end.map { ContinuousClock.now < $0 } ?? true)
            },
            onChange: apply
        )
        return (follower.latest, isOver)
    }

    private func show(_ news: RunFollower.News?, _ word: RunSilence.Word) {
        guard case .checkpoint(let checkpoint)? = news else {
            return bar.show(nil, note: word.text, isNews: word.isNews)
        }
        let note = "\(checkpoint.statusWords), step \(checkpoint.number.seq): \(word.text)"
        bar.show(checkpoint.progress, note: note, isNews: word.isNews)
    }

    private func show(_ checkpoint: Checkpoint) {
        bar.show(checkpoint.progress, note: "\(checkpoint.statusWords), step \(checkpoint.number.seq)")
    }
}

extension ProgressBar {
    /// Says that an open transaction is waited for.
    func waits(for standstill: Standstill) {
        show(nil, note: "waiting: \(standstill.wordsAndAdvice(at: SystemClock.now.wall))", isNews: true)
    }
}

extension RunFollower.News {
    /// Nothing more will happen to the run.
    var isEnd: Bool {
        switch self {
        case .checkpoint(let checkpoint): checkpoint.standing.isOver
        case .refused, .expired: true
        }
    }
}
