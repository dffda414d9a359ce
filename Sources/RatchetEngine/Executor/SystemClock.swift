import Foundation

/// The machine's two clocks.
package enum SystemClock {
    package static var now: Moment {
        Moment(wall: milliseconds(CLOCK_REALTIME), uptime: milliseconds(CLOCK_MONOTONIC))
    }

    private static func milliseconds(_ clock: clockid_t) -> Milliseconds {
        var time = timespec()
        clock_gettime(clock, &time)
        return Milliseconds(time.tv_sec) * 1_000 + Milliseconds(time.tv_nsec) / 1_000_000
    }
}
