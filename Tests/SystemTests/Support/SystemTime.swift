import Foundation
import RatchetEngine

/// The wall clock, for records that a test writes.
enum SystemTime {
    static var now: Milliseconds { Milliseconds(Date().timeIntervalSince1970 * 1000) }
}
