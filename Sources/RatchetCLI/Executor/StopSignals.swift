import Dispatch
import Foundation
import Synchronization

/// SIGTERM and SIGINT: the first is a request, the second ends the process at once.
final class StopSignals {
    private let sources: [any DispatchSourceSignal]

    /// - Parameter onRequest: called once, on a thread of its own.
    init(onRequest: @escaping @Sendable () -> Void) {
        let requests = Requests()
        sources = [SIGTERM, SIGINT].map { number in
            // The signal's own action would end the process before the source hears of it.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                if requests.count.add(1, ordering: .relaxed).oldValue == 0 {
                    onRequest()
                } else {
                    exit(128 + number)
                }
            }
            source.resume()
            return source
        }
    }

    private final class Requests: Sendable {
        let count = Atomic(0)
    }

    deinit {
        for source in sources { source.cancel() }
    }
}
