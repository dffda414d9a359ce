/// A binary min-heap, with the surface of swift-collections' `Heap` as far as it is used here.
package struct Heap<Element: Comparable> {
    private var storage: [Element] = []

    package init() {}

    package var isEmpty: Bool { storage.isEmpty }
    package var count: Int { storage.count }
    package var min: Element? { storage.first }

    package mutating func insert(_ element: Element) {
        storage.reserveRoom(for: 1)
        storage.append(element)
        var child = storage.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard storage[child] < storage[parent] else { return }
            storage.swapAt(child, parent)
            child = parent
        }
    }

    package mutating func removeAll(where isUnwanted: (Element) -> Bool) {
        let kept = storage.filter { !isUnwanted($0) }
        storage.removeAll(keepingCapacity: true)
        for element in kept { insert(element) }
    }

    /// Changes elements without changing their order.
    package mutating func update(_ change: (inout Element) -> Void) {
        for index in storage.indices { change(&storage[index]) }
    }

    package mutating func popMin() -> Element? {
        guard let least = storage.first else { return nil }
        let last = storage.removeLast()
        guard !storage.isEmpty else { return least }
        storage[0] = last
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < storage.count else { return least }
            if child + 1 < storage.count, storage[child + 1] < storage[child] { child += 1 }
            guard storage[child] < storage[parent] else { return least }
            storage.swapAt(child, parent)
            parent = child
        }
    }
}
