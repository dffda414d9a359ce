import Ratchet

/// How many records the committed steps of a run have published, by topic.
///
/// With the numbers that the records bear it tells whether each of them is there, once.
package struct Published: Sendable, Equatable {
    /// Topics that are counted for one run.
    ///
    /// What goes to further ones is published all the same, without numbers: a checkpoint must not grow with them.
    package static let topicLimit = 32

    package private(set) var counts: [String: Int]

    package init(_ counts: [String: Int] = [:]) {
        self.counts = counts
    }

    package var isEmpty: Bool { counts.isEmpty }

    mutating func add(_ outputs: [Output]) {
        for output in outputs where counts[output.topic] != nil || counts.count < Self.topicLimit {
            counts[output.topic, default: 0] += 1
        }
    }
}

/// Where a published record comes from, as its header says.
package struct OutputOrigin: Sendable, Equatable {
    package let jobId: String
    /// The step that published it.
    package let seq: Int
    /// Among the records that the run has published to the topic, from 1; nil when they are not counted.
    package let number: Int?

    package init(jobId: String, seq: Int, number: Int?) {
        self.jobId = jobId
        self.seq = seq
        self.number = number
    }
}

extension RunWrite {
    /// Gives what the step published, in its order.
    package func forEachOutput(_ body: (Output, OutputOrigin) throws -> Void) rethrows {
        guard !staged.outputs.isEmpty else { return }
        let counts = checkpoint.published.counts
        var numbers: [String: Int] = [:]
        for output in staged.outputs { numbers[output.topic, default: counts[output.topic] ?? 0] -= 1 }
        for output in staged.outputs {
            numbers[output.topic, default: 0] += 1
            let number = counts[output.topic] == nil ? nil : numbers[output.topic]
            try body(output, OutputOrigin(jobId: checkpoint.run.jobId, seq: performedSeq, number: number))
        }
    }

    /// Of the step whose success this commits.
    private var performedSeq: Int {
        checkpoint.standing.isOver ? checkpoint.number.seq : checkpoint.number.seq - 1
    }
}
