/// A queue in an array: elements leave at the front, and the room they leave is reclaimed now and then.
package struct Deque<Element> {
    private var storage: [Element?] = []
    private var head = 0

    package init() {}

    package var isEmpty: Bool { head == storage.count }
    package var count: Int { storage.count - head }
    package var first: Element? { isEmpty ? nil : storage[head] }

    package mutating func append(_ element: Element) { storage.append(element) }

    package mutating func popFirst() -> Element? {
        guard head < storage.count else { return nil }
        let element = storage[head]
        storage[head] = nil
        head += 1
        if head == storage.count {
            storage.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= 1024, head * 2 >= storage.count {
            storage.removeSubrange(..<head)
            head = 0
        }
        return element
    }

    package mutating func removeAll(where isUnwanted: (Element) -> Bool) {
        storage = storage[head...].filter { $0.map { !isUnwanted($0) } ?? false }
        head = 0
    }

    /// The first element that satisfies `predicate`, from the front.
    package func first(where predicate: (Element) -> Bool) -> Element? {
        for case let element? in storage[head...] where predicate(element) { return element }
        return nil
    }
}
