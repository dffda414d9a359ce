import RatchetEngine
import RatchetKafka
import Testing

@testable import RatchetCLI

@Suite struct RunSilenceTests {
    private let start = ContinuousClock.now

    private func silence(_ owner: RunOwners.Owner?) -> RunSilence {
        RunSilence(of: "r", at: start) { _ in owner }
    }

    private func later(_ seconds: Int) -> ContinuousClock.Instant { start + .seconds(seconds) }

    @Test func nothingIsSaidAtOnceNorWhereTheGroupDoesNotTell() {
        var early = silence(.noExecutor)
        #expect(early.word(at: later(2)) == nil)
        var unknown = silence(nil)
        #expect(unknown.word(at: later(9)) == nil)
    }

    @Test func newsAreSaidOnce() {
        var silence = silence(.noExecutor)
        let word = RunSilence.Word(text: "no executor is running: start one", isNews: true)
        #expect(silence.word(at: later(3)) == word)
        #expect(silence.word(at: later(5)) == nil)
        silence.heard(Samples.checkpoint("r", .running), at: later(6))
        #expect(silence.word(at: later(8)) == nil)
        #expect(silence.word(at: later(9)) == word)
    }

    @Test func aRunThatHasBegunWaitsForItsExecutorToBeReplaced() {
        var silence = silence(RunOwners.Owner.none)
        #expect(silence.word(at: later(3))?.text == "waiting for an executor to take the run's partition")
        silence.heard(Samples.checkpoint("r", .running), at: start)
        #expect(silence.word(at: later(5))?.text == "waiting for the run's executor to be replaced")
    }

    @Test func anExecutorThatIsSilentIsNotLostYet() {
        var silence = silence(.member)
        #expect(silence.word(at: later(3)) == nil, "it has not begun")
        silence.heard(Samples.checkpoint("r", .running), at: start)
        let word = silence.word(at: later(5))
        #expect(word == RunSilence.Word(text: "no word from the run's executor for 5 s", isNews: false))
        silence.heard(Samples.checkpoint("r", .scheduled), at: start)
        #expect(silence.word(at: later(9)) == nil, "it goes on at its time")
    }
}
