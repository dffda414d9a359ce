import RatchetEngine
import RatchetKafka
import Testing

@testable import RatchetCLI

@Suite struct RunFollowerTests {
    static let place = "ratchet.triggers/3/7"

    static func refused(at place: String) -> RunChange {
        let rejection = Rejection(
            key: place,
            reason: .unknownJob,
            message: "no such job",
            place: place,
            at: 1,
            bytes: nil,
            headers: []
        )
        return .letter(.rejected(rejection), key: place)
    }

    @Test(
        arguments: [
            .checkpoint(Samples.checkpoint("b", .complete)), .expired(jobId: "b"), refused(at: "ratchet.triggers/3/8"),
            .letter(.run(Samples.checkpoint("a", .scheduled), .failed, final: false), key: "a"),
        ] as [RunChange]
    ) func passesOverWhatIsNotOfItsRun(_ change: RunChange) {
        var follower = RunFollower(jobId: "a", place: Self.place)
        if let news = follower.apply(change) { Issue.record("news: \(news)") }
    }

    @Test func knowsWhatEndsARun() {
        var follower = RunFollower(jobId: "a", place: Self.place)
        for (change, isEnd) in [
            (RunChange.checkpoint(Samples.checkpoint("a", .running)), false),
            (.checkpoint(Samples.checkpoint("a", .complete)), true),
            (Self.refused(at: Self.place), true),
            (.expired(jobId: "a"), true),
        ] {
            let news = follower.apply(change)
            #expect(news?.isEnd == isEnd)
        }
    }
}
