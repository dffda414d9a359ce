extension Array {
    /// Makes room for more elements, a quarter more than there are: where an array is large and lasts, doubling it leaves
    /// up to half of its memory unused.
    mutating func reserveRoom(for more: Int) {
        let needed = count + more
        if needed > capacity { reserveCapacity(Swift.max(needed, count + count / 4, 16)) }
    }
}
