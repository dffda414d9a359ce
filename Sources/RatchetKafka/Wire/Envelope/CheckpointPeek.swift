import RatchetEngine

/// Where the run of a checkpoint stands, read from its envelope without allocating: of most runs a table keeps no more.
struct CheckpointPeek {
    let number: StepNumber
    let standing: Standing
    let holds: Holds

    /// Checks only what it reads.
    init(_ header: UnsafeRawBufferPointer) throws(WireError) {
        var version: Int?
        var seq: Int?
        var attempt: Int?
        var status: Checkpoint.Status?
        var phase: Checkpoint.Phase?
        var due: Milliseconds?
        var updated: Milliseconds?
        var finished: Milliseconds?
        var object = try JSONObjectReader(header)
        while let (key, value) = try object.next() {
            switch key {
            case "v": version = try value.integer("v", from: 1)
            case "seq": seq = try value.integer("seq", from: 0)
            case "attempt": attempt = try value.integer("attempt", from: 1)
            case "status": status = try value.word("status")
            case "phase": phase = try value.word("phase")
            case "due": due = try value.milliseconds("due")
            case "updated": updated = try value.milliseconds("updated")
            case "finished": finished = try value.milliseconds("finished")
            default: break
            }
        }
        try EnvelopeFields.check(version)
        number = StepNumber(seq: try seq.required("seq"), attempt: try attempt.required("attempt"))
        holds = Holds(phase)
        let last = try updated.required("updated")
        let standing = Standing(try status.required("status"), phase, due: due, finished: finished ?? last)
        self.standing = try standing.required("due")
    }
}
