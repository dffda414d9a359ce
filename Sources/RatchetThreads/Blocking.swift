import Foundation
import Synchronization

/// Turns a completion into a blocking call.
package enum Blocking {
    private final class Answer<Value: Sendable>: Sendable {
        let value = Mutex<Value?>(nil)
        let arrived = DispatchSemaphore(value: 0)
    }

    /// Waits for the value; `start` must see to it that its argument is called, on another thread.
    package static func wait<Value: Sendable>(_ start: (@escaping @Sendable (Value) -> Void) -> Void) -> Value {
        let answer = Answer<Value>()
        start { value in
            answer.value.withLock { $0 = value }
            answer.arrived.signal()
        }
        while true {
            answer.arrived.wait()
            if let value = answer.value.withLock({ $0 }) {
                return value
            }
        }
    }
}
