/// Which step of a run: ordered as the run proceeds.
///
/// A retry repeats `seq` with the next attempt; the attempt never falls.
package struct StepNumber: Hashable, Comparable, Sendable {
    package let seq: Int
    package let attempt: Int

    package init(seq: Int, attempt: Int) {
        self.seq = seq
        self.attempt = attempt
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.seq, left.attempt) < (right.seq, right.attempt)
    }
}
