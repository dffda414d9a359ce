import KafkaClient
import Testing

@Suite struct Murmur2Tests {
    @Test(
        "gives what Kafka's Java client gives",
        arguments: [
            ("21", -973_932_308), ("foobar", -790_332_482), ("a-little-bit-long-string", -985_981_536),
            ("a-little-bit-longer-string", -1_486_304_829),
            ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58_897_971), ("abc", 479_470_107),
        ] as [(String, Int32)]
    )
    func vectors(key: String, hash: Int32) {
        #expect(murmur2(key) == hash)
    }

    @Test func partitionIsNeverNegative() {
        #expect(partition(ofKey: "21", count: 12) == (-973_932_308 & 0x7fff_ffff) % 12)
        #expect((0..<1_000).allSatisfy { (0..<7).contains(partition(ofKey: "key-\($0)", count: 7)) })
    }
}
