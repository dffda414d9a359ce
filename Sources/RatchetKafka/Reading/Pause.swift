import Foundation

/// Rest between two tries, for threads that may block.
enum Pause {
    static func brief() { usleep(200_000) }
}
