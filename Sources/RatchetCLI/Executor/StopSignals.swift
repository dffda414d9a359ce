import Foundation
import RatchetThreads
import Synchronization

/// SIGTERM and SIGINT: the first is a request, the second ends the process at once.
///
/// One at a time in a process. Both are heard as soon as this exists, and do again what they did before when it does
/// not any more. (A dispatch source takes its time to listen: what comes meanwhile is lost, or ends the process.)
final class StopSignals {
    private let former: [(number: Int32, action: sigaction)]

    /// - Parameter onRequest: called once, on a thread of its own; a second signal is heard once it has returned.
    init(onRequest: @escaping @Sendable () -> Void) {
        let requests = Requests()
        SignalThread.shared.call { number in
            if requests.count.add(1, ordering: .relaxed).oldValue == 0 {
                onRequest()
            } else {
                exit(128 + number)
            }
        }
        former = [SIGTERM, SIGINT].map { number in
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { SignalThread.shared.wake($0) }
            action.sa_flags = SA_RESTART
            var former = sigaction()
            sigaction(number, &action, &former)
            return (number, former)
        }
    }

    private final class Requests: Sendable {
        let count = Atomic(0)
    }

    deinit {
        for (number, action) in former {
            var action = action
            sigaction(number, &action, nil)
        }
        SignalThread.shared.call(nil)
    }
}

/// Does what a signal asks for: its handler itself may do little but wake somebody (signal-safety(7)).
private final class SignalThread: Sendable {
    static let shared = SignalThread()

    /// Any thread may use it, and a handler may post it (sem_overview(7), signal-safety(7)); it is never freed.
    private nonisolated(unsafe) let arrivals = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
    private let latest = Atomic<Int32>(0)
    private let receiver = Mutex<(@Sendable (Int32) -> Void)?>(nil)

    private init() {
        sem_init(arrivals, 0, 0)
        NamedThread.start("ratchet-signals") { [self] in
            while true {
                guard sem_wait(arrivals) == 0 else { continue }
                receiver.withLock(\.self)?(latest.load(ordering: .relaxed))
            }
        }
    }

    /// - Parameter receiver: called on the thread, with the number of a signal.
    func call(_ receiver: (@Sendable (Int32) -> Void)?) {
        self.receiver.withLock { $0 = receiver }
    }

    func wake(_ number: Int32) {
        latest.store(number, ordering: .relaxed)
        sem_post(arrivals)
    }
}
