/// One call of user code, and the slot that it holds; unique within a process.
package struct Ticket: Hashable, Comparable, Sendable {
    package let serial: Int

    package init(serial: Int) { self.serial = serial }

    package static func < (left: Self, right: Self) -> Bool { left.serial < right.serial }
}
