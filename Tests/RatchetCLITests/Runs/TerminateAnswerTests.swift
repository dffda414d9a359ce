import RatchetEngine
import RatchetKafka
import Testing

@testable import RatchetCLI

@Suite struct TerminateAnswerTests {
    private func checkpoint(_ status: Checkpoint.Status, by command: String? = nil) -> RunFollower.News {
        var checkpoint = Samples.checkpoint("a", status)
        checkpoint.command = command.map { Checkpoint.AppliedCommand(id: $0, at: 1) }
        return .checkpoint(checkpoint)
    }

    private func word(_ news: RunFollower.News) -> String? { TerminateAnswer(news, to: "mine")?.word }

    @Test func isTheEndOfTheRunAndWhoEndedIt() {
        #expect(word(checkpoint(.terminated, by: "mine")) == "applied")
        #expect(word(checkpoint(.terminated, by: "another")) == "alreadyTerminated")
        #expect(word(checkpoint(.complete)) == "over")
        #expect(word(checkpoint(.error, by: "another")) == "over")
        #expect(word(.expired) == "expired")
    }

    @Test func isNotThatTheRunGoesOn() {
        #expect(TerminateAnswer(checkpoint(.running), to: "mine") == nil)
        #expect(TerminateAnswer(checkpoint(.scheduled, by: "another"), to: "mine") == nil)
    }

    @Test(arguments: [DeadLetter.Reason.unknownRun, .mailboxFull, .rejected])
    func isWhyTheCommandIsADeadLetter(reason: DeadLetter.Reason) {
        let rejection = Rejection(
            key: "c/0/1",
            reason: reason,
            message: "",
            place: "c/0/1",
            at: 1,
            bytes: nil,
            headers: []
        )
        #expect(word(.refused(rejection)) == reason.rawValue)
    }
}
