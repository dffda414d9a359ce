import KafkaClient
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

    @Test func anOpenTransactionIsTheReasonWhileAnExecutorIsThere() {
        let standstill = Standstill(TopicPartition("r.triggers", 3), offset: 12, since: 60_000)
        let words = "partition 3 of r.triggers cannot be read beyond offset 12: a transaction has been open there for"
        for owner in [RunOwners.Owner.member, nil] {
            var silence = RunSilence(of: "r", at: start, owner: { _ in owner }, standstill: { _, _ in standstill })
            let first = silence.word(at: later(3), time: 90_000)
            #expect(first?.text.hasPrefix("\(words) 30 s, since 1970-01-01T00:01:00Z. Start its producer") == true)
            #expect(first?.isNews == true)
            let second = silence.word(at: later(4), time: 91_000)
            #expect(second?.text.hasPrefix("\(words) 31 s") == true)
            #expect(second?.isNews == false)
        }
        var alone = RunSilence(of: "r", at: start, owner: { _ in .noExecutor }, standstill: { _, _ in standstill })
        #expect(alone.word(at: later(3), time: 90_000)?.text == "no executor is running: start one")
    }

    @Test func whatHoldsTriggersUpIsNoReasonForARunThatHasBegun() {
        var asked: [Bool] = []
        let ask: (String, Bool) -> Standstill? = { _, hasBegun in
            asked.append(hasBegun)
            return nil
        }
        var silence = RunSilence(of: "r", at: start, owner: { _ in .member }, standstill: ask)
        #expect(silence.word(at: later(3)) == nil)
        silence.heard(Samples.checkpoint("r", .running), at: start)
        #expect(silence.word(at: later(5))?.text == "no word from the run's executor for 5 s")
        silence.heard(Samples.checkpoint("r", .scheduled), at: start)
        #expect(silence.word(at: later(9)) == nil)
        #expect(asked == [false, true], "a run that waits for its time is not held up")
    }
}
