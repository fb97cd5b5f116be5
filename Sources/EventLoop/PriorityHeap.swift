/// A binary heap: the least element first.
@usableFromInline package struct PriorityHeap<Element: Comparable> {
    @usableFromInline var items: [Element] = []

    @inlinable package init() {}

    @inlinable package var first: Element? { items.first }
    @inlinable package var count: Int { items.count }

    @inlinable package mutating func push(_ element: Element) {
        items.append(element)
        var child = items.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard items[child] < items[parent] else { return }
            items.swapAt(child, parent)
            child = parent
        }
    }

    @discardableResult
    @inlinable package mutating func pop() -> Element? {
        guard let first = items.first else { return nil }
        let last = items.removeLast()
        guard !items.isEmpty else { return first }
        items[0] = last
        siftDown()
        return first
    }

    /// Keeps only some.
    @inlinable package mutating func keep(_ isKept: (Element) -> Bool) {
        let old = items
        items.removeAll(keepingCapacity: false)
        for item in old where isKept(item) { push(item) }
    }

    @inlinable mutating func siftDown() {
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < items.count {
                if items[child] < items[least] { least = child }
            }
            guard least != parent else { return }
            items.swapAt(parent, least)
            parent = least
        }
    }
}
