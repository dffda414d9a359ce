import Foundation

/// A thread that `top` and debuggers show by name.
package enum NamedThread {
    /// What a supervisor sees of a process that could not have a thread: `EX_OSERR` of `sysexits.h`.
    package static let exitCode: Int32 = 71

    /// Ends the process if the thread is not to be had: what it was to do would be waited for without an end.
    package static func start(_ name: String, _ body: @escaping @Sendable () -> Void) {
        let code = startIfPossible(name, body)
        guard code != 0 else { return }
        let reason = String(cString: strerror(code))
        let line =
            "the thread \(name) cannot be started (\(reason)): "
            + "raise the limits of this process on memory and threads (ulimit -v, ulimit -u)\n"
        // A pipe that nobody reads must not keep the process.
        var descriptor = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
        if poll(&descriptor, 1, 1_000) == 1 {
            try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
        }
        _exit(exitCode)
    }

    /// Zero, or the error number of `pthread_create(3)`, of which Foundation's `Thread` tells nobody.
    package static func startIfPossible(_ name: String, _ body: @escaping @Sendable () -> Void) -> Int32 {
        let work = Unmanaged.passRetained(Work(name: name, body: body))
        var thread = pthread_t()
        let code = pthread_create(&thread, nil, run, work.toOpaque())
        if code == 0 {
            pthread_detach(thread)
        } else {
            work.release()
        }
        return code
    }

    private final class Work: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }

    private static let run: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { work in
        if let work {
            let work = Unmanaged<Work>.fromOpaque(work).takeRetainedValue()
            try? work.name.write(toFile: "/proc/thread-self/comm", atomically: false, encoding: .utf8)
            work.body()
        }
        return nil
    }
}
