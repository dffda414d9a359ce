import Testing

@testable import KafkaClient

@Suite struct TimeoutTests {
    @Test(arguments: [
        (Duration.zero, 0 as Int32), (.microseconds(1), 1), (.milliseconds(1), 1), (.microseconds(1_001), 2),
        (.seconds(2) + .milliseconds(500), 2_500), (.seconds(3_000_000), .max), (.milliseconds(-2), 0),
        (.seconds(-9_000_000), 0),
    ])
    func aTimeOutIsNeverShorterThanAskedForAndNeverForEver(duration: Duration, milliseconds: Int32) {
        #expect(duration.timeoutMilliseconds == milliseconds)
    }
}
