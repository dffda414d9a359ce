import Ratchet
import Testing

@Suite struct RetryPolicyTests {
    private struct Busy: Error {}
    private enum Bad: Error {
        case row(Int)
    }

    @Test func errorIsRetriedUnlessSaidOtherwise() {
        #expect(RetryPolicy.attempts(2).decision(for: Busy()) == .retry)
    }

    @Test func neverHoldsForTheTypesNamed() {
        let policy = RetryPolicy.attempts(2).never(on: Bad.self, ProbeError.self)
        #expect(policy.decision(for: Bad.row(1)) == .never)
        #expect(policy.decision(for: ProbeError()) == .never)
        #expect(policy.decision(for: Busy()) == .retry)
    }

    @Test func neverAddsUp() {
        let policy = RetryPolicy.attempts(2).never(on: Bad.self).never(on: Busy.self)
        #expect(policy.decision(for: Bad.row(1)) == .never)
        #expect(policy.decision(for: Busy()) == .never)
    }

    @Test func decidingIsAskedForTheRestWhateverTheOrder() {
        let decide: @Sendable (any Error) -> RetryPolicy.Decision = { _ in .retryAfter(.seconds(9)) }
        for policy in [
            RetryPolicy.attempts(2).never(on: Bad.self).deciding(decide),
            RetryPolicy.attempts(2).deciding(decide).never(on: Bad.self),
        ] {
            #expect(policy.decision(for: Bad.row(1)) == .never)
            #expect(policy.decision(for: Busy()) == .retryAfter(.seconds(9)))
        }
    }

    @Test func jobFailureGoesBeforeThePolicy() {
        let policy = RetryPolicy.attempts(2).never(on: JobFailure.self).deciding { _ in .never }
        #expect(policy.decision(for: JobFailure("busy", .snooze(.zero))) == .snooze(.zero))
    }

    @Test func attemptsAndFromAreKept() {
        let policy = RetryPolicy.attempts(4, from: .start).never(on: Bad.self).deciding { _ in .retry }
        #expect(policy.attempts == 4)
        #expect(policy.from == .start)
    }
}

@Suite struct BackoffTests {
    @Test func exponentialGrowsToItsLimit() {
        let policy = RetryPolicy.attempts(9)
        #expect((1...4).map(policy.delay(after:)) == [.seconds(1), .seconds(2), .seconds(4), .seconds(8)])
        #expect(policy.delay(after: 9) == .seconds(256))
        #expect(policy.delay(after: 10) == .seconds(300))
        #expect(policy.delay(after: .max) == .seconds(300))
    }

    @Test func factorAndTimesAreTheGivenOnes() {
        let backoff = Backoff.exponential(from: .milliseconds(500), to: .seconds(5), factor: 3)
        let policy = RetryPolicy.attempts(9, backoff: backoff)
        #expect(
            (1...4).map(policy.delay(after:)) == [
                .milliseconds(500), .milliseconds(1500), .milliseconds(4500), .seconds(5),
            ]
        )
    }

    @Test func constantStaysTheSame() {
        let policy = RetryPolicy.attempts(9, backoff: .constant(.milliseconds(1)))
        #expect(policy.delay(after: 1) == .milliseconds(1))
        #expect(policy.delay(after: 1000) == .milliseconds(1))
    }

    @Test(arguments: [Double.nan, .infinity, -2, 0]) func oddFactorGivesATimeInBounds(factor: Double) {
        let policy = RetryPolicy.attempts(9, backoff: .exponential(factor: factor))
        for attempt in [0, 1, 2, 3, 1000] {
            #expect((.zero ... .seconds(300)).contains(policy.delay(after: attempt)))
        }
    }
}
