import KafkaClient
import RatchetKafka
import Testing

@Suite struct StandstillWordsTests {
    private func words(since: Int64?, at now: Int64) -> String {
        Standstill(TopicPartition("r.triggers", 3), offset: 12, since: since).words(at: now)
    }

    @Test func theyNameThePlaceAndTheTime() {
        let place = "partition 3 of r.triggers cannot be read beyond offset 12: a transaction"
        #expect(words(since: nil, at: 0) == "\(place) is open there")
        #expect(words(since: 1_000, at: 61_999) == "\(place) has been open there for 60 s, since 1970-01-01T00:00:01Z")
        #expect(words(since: 0, at: 1_200_000) == "\(place) has been open there for 20 min, since 1970-01-01T00:00:00Z")
        #expect(words(since: 0, at: 72_000_000).contains("for 20 h,"))
        #expect(words(since: 5_000, at: 0).contains("for 0 s,"), "its clock is ahead")
    }
}
