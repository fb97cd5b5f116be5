/// A first-in, first-out queue in one array.
struct Fifo<Element> {
    private var items: [Element?] = []
    private var head = 0

    var count: Int { items.count - head }
    var isEmpty: Bool { items.count == head }

    /// The oldest element; there must be one.
    var front: Element {
        get {
            guard let item = items[head] else { preconditionFailure("nothing is queued") }
            return item
        }
        _modify {
            guard var item = items[head].take() else { preconditionFailure("nothing is queued") }
            defer { items[head] = item }
            yield &item
        }
    }

    mutating func append(_ element: Element) {
        items.append(element)
    }

    mutating func popFirst() -> Element? {
        guard head < items.count else { return nil }
        defer { advance() }
        return items[head].take()
    }

    mutating func removeAll() -> [Element] {
        defer {
            items.removeAll(keepingCapacity: true)
            head = 0
        }
        return items[head...].compactMap { $0 }
    }

    mutating func updateEach(_ body: (inout Element) -> Void) {
        for index in items.indices[head...] {
            guard var item = items[index].take() else { continue }
            body(&item)
            items[index] = item
        }
    }

    /// Room at the front is used again once it's half of the array.
    private mutating func advance() {
        head += 1
        if head == items.count {
            items.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= 64, head * 2 >= items.count {
            items.removeFirst(head)
            head = 0
        }
    }
}
