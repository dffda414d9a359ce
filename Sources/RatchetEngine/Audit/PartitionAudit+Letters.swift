/// What `dead` says last under one key.
enum AuditedLetter {
    case failed(StepNumber, isFinal: Bool, updated: Milliseconds, offset: Int64)
    /// A record that was refused, or a letter that is settled.
    case refusedOrSettled
}

/// Dead letters, against the checkpoints.
extension PartitionAudit {
    /// Nil for a tombstone.
    package mutating func take(_ letter: DeadLetter?, key: String, at offset: Int64) {
        switch letter {
        case nil: letters[key] = .refusedOrSettled
        case .rejected(let rejection):
            letters[key] = .refusedOrSettled
            // Mail is refused at the home of its run, wherever it was sent to.
            guard !rejection.reason.isOfMail, let home = Self.partition(of: rejection.place), home != partition else {
                return
            }
            let words = "the refusal of \(rejection.place) belongs to partition \(home)"
            fail(.wrongPartition, rules.topics.dead, offset, nil, words)
        case .run(let checkpoint, _, let isFinal):
            guard isHome(key, rules.topics.dead, offset) else { return }
            letters[key] = .failed(
                checkpoint.number,
                isFinal: isFinal,
                updated: checkpoint.updated,
                offset: offset
            )
        }
    }

    private static func partition(of place: String) -> Int32? {
        let parts = place.split(separator: "/")
        return parts.count == 3 ? Int32(parts[1]) : nil
    }

    mutating func judgeLetter(of jobId: String, _ run: AuditedRun, _ mark: CheckpointMark) {
        guard !run.hasMoved, !run.hasNewerRecords else { return }
        switch mark.standing {
        case .over(.error, _): requireLetter(of: jobId, run, mark) { $0 == mark.number && $1 }
        case .over:
            guard case .failed(_, _, _, let offset) = letters[jobId] else { return }
            fail(.letterLeft, rules.topics.dead, offset, jobId, "the letter stands, and the run is \(mark.words)")
        case .runnable, .waiting:
            guard mark.wake?.reason == .retry else { return }
            requireLetter(of: jobId, run, mark) { $0.attempt == mark.number.attempt - 1 && !$1 }
        }
    }

    /// A person may have settled it; the trace of that is deleted after a while.
    private mutating func requireLetter(
        of jobId: String,
        _ run: AuditedRun,
        _ mark: CheckpointMark,
        _ isRight: (StepNumber, _ isFinal: Bool) -> Bool
    ) {
        let topic = rules.topics.checkpoints
        switch letters[jobId] {
        case .refusedOrSettled: break
        case .failed(let number, let isFinal, _, _):
            if isRight(number, isFinal) { return }
            let words = "the dead letter is of (\(number.seq),\(number.attempt))\(isFinal ? ", given up" : "")"
            fail(.letterMissing, topic, run.offset, jobId, "the run stands at \(mark.words), and \(words)")
        case nil:
            if rules.now - run.updated > rules.lives.settledLetter {
                findings.skip(.oldLetters)
            } else {
                fail(.letterMissing, topic, run.offset, jobId, "the run stands at \(mark.words) without a dead letter")
            }
        }
    }

    /// A letter commits together with a checkpoint, which is deleted long after.
    mutating func judgeStrayLetters() {
        for (jobId, letter) in letters.sorted(by: { $0.key < $1.key }) {
            guard case .failed(let number, _, let updated, let offset) = letter else { continue }
            guard runs[jobId]?.isMissing ?? true else { continue }
            if rules.now - updated > rules.lives.checkpoint { continue }
            let words = "the letter of (\(number.seq),\(number.attempt)) is of a run that has no checkpoint"
            fail(.letterWithoutCheckpoint, rules.topics.dead, offset, jobId, words)
        }
    }
}
