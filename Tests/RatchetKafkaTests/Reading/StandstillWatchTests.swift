import KafkaClient
import RatchetEngine
import Testing

@testable import RatchetKafka

@Suite struct StandstillWatchTests {
    private let p = TopicPartition("triggers", 0)
    private let q = TopicPartition("steps", 0)
    private var watch = StandstillWatch { $0.topic == "triggers" ? 5_000 : 16_000 }

    private mutating func look(_ open: [TopicPartition: Int64], at now: Milliseconds) -> StandstillWatch.News {
        watch.look(open, in: [p, q], at: now)
    }

    @Test mutating func aTransactionThatIsOpenForTooLongIsNewsOnce() {
        #expect(look([p: 7], at: 1_000) == .init())
        #expect(look([p: 7], at: 5_999) == .init())
        #expect(watch.standing.isEmpty)
        #expect(look([p: 7], at: 6_000) == .init(began: [p: 7]))
        #expect(look([p: 7], at: 60_000) == .init())
        #expect(watch.standing == [p: 7])
        #expect(look([:], at: 61_000) == .init(ended: [p]))
        #expect(watch.standing.isEmpty)
        #expect(look([:], at: 62_000) == .init())
    }

    @Test mutating func oneTransactionAfterAnotherIsNoStandstill() {
        for offset in 0..<20 { #expect(look([p: Int64(offset)], at: Milliseconds(offset) * 4_000) == .init()) }
        #expect(watch.standing.isEmpty)
    }

    @Test mutating func theNextTransactionHasItsOwnTime() {
        _ = look([p: 7], at: 0)
        _ = look([p: 7], at: 5_000)
        #expect(look([p: 9], at: 6_000) == .init(ended: [p]))
        #expect(watch.standing.isEmpty)
        #expect(look([p: 9], at: 11_000) == .init(began: [p: 9]))
    }

    @Test mutating func eachPartitionHasItsOwnPatience() {
        _ = look([p: 1, q: 1], at: 0)
        #expect(look([p: 1, q: 1], at: 15_999) == .init(began: [p: 1]))
        #expect(look([p: 1, q: 1], at: 16_000) == .init(began: [q: 1]))
        #expect(watch.standing == [p: 1, q: 1])
    }

    @Test mutating func whatIsNotLookedAtIsForgottenWithoutAWord() {
        _ = look([p: 1], at: 0)
        _ = look([p: 1], at: 5_000)
        #expect(watch.look([:], in: [q], at: 6_000) == .init())
        #expect(watch.standing.isEmpty)
        #expect(look([p: 1], at: 7_000) == .init(), "it is watched anew")
    }

    @Test func whereExecutorsWriteTheirTransactionsMayBeOpen() {
        let patience = StandstillPatience(prefix: "r.", transactionTimeout: .seconds(6))
        for topic in ["r.triggers", "r.commands"] { #expect(patience(TopicPartition(topic, 0)) == 5_000) }
        for topic in ["r.steps", "r.mail", "r.checkpoints"] { #expect(patience(TopicPartition(topic, 0)) == 16_000) }
    }
}
