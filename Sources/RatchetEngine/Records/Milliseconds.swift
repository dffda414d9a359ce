/// A point in time as records carry it: milliseconds since 1970.
package typealias Milliseconds = Int64

/// The two clocks of a decision, read once by whoever delivers the event.
package struct Moment: Sendable, Equatable {
    /// For what is written down and for due times; may jump.
    package var wall: Milliseconds
    /// For deadlines and back-offs within this process; never jumps.
    package var uptime: Milliseconds

    package init(wall: Milliseconds, uptime: Milliseconds) {
        self.wall = wall
        self.uptime = uptime
    }
}
