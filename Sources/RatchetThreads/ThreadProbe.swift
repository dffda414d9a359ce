import Foundation

/// How many threads this process may have.
package enum ThreadProbe {
    package struct Result: Sendable {
        /// How many there were at the same time, beside those that run already.
        package let started: Int
        /// Why there were no more; nil if there were all that were asked for.
        package let refusal: String?
    }

    /// Starts threads until there are so many or one is refused; they are gone when it returns.
    package static func start(_ count: Int) -> Result {
        var threads: [pthread_t] = []
        let gate = DispatchSemaphore(value: 0)
        var failure: Int32 = 0
        while threads.count < count, failure == 0 {
            var thread = pthread_t()
            failure = pthread_create(
                &thread,
                nil,
                { gate in
                    guard let gate else { return nil }
                    free(realpath("/", nil))  // The C library reserves address space for each thread that allocates.
                    Unmanaged<DispatchSemaphore>.fromOpaque(gate).takeUnretainedValue().wait()
                    return nil
                },
                Unmanaged.passUnretained(gate).toOpaque()
            )
            if failure == 0 { threads.append(thread) }
        }
        withExtendedLifetime(gate) {
            for _ in threads { gate.signal() }
            for thread in threads { pthread_join(thread, nil) }
        }
        return Result(started: threads.count, refusal: failure == 0 ? nil : String(cString: strerror(failure)))
    }
}
