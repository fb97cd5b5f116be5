/// A timer that was scheduled.
package struct TimerID: Hashable, Sendable {
    fileprivate let number: UInt64
}

/// A heap of timers by due time. Cancelled ones stay in it until they are due or are the majority.
package struct TimerHeap<Action> {
    private struct Entry {
        let deadline: Instant
        let id: TimerID
    }

    private var heap: [Entry] = []
    private var actions: [TimerID: Action] = [:]
    private var lastNumber: UInt64 = 0

    package init() {}

    package var count: Int {
        actions.count
    }

    /// When the earliest timer is due.
    package var next: Instant? {
        mutating get {
            dropCancelled()
            return heap.first?.deadline
        }
    }

    package mutating func insert(_ action: Action, at deadline: Instant) -> TimerID {
        lastNumber += 1
        let id = TimerID(number: lastNumber)
        actions[id] = action
        heap.append(Entry(deadline: deadline, id: id))
        siftUp(from: heap.count - 1)
        return id
    }

    package mutating func cancel(_ id: TimerID) {
        actions[id] = nil
        guard heap.count > 64, heap.count > 2 * actions.count else { return }
        let live = heap.filter { actions[$0.id] != nil }
        heap.removeAll(keepingCapacity: true)
        for entry in live {
            heap.append(entry)
            siftUp(from: heap.count - 1)
        }
    }

    /// Removes and returns the earliest action that is due; nil if none is.
    package mutating func popDue(at now: Instant) -> Action? {
        dropCancelled()
        guard let first = heap.first, first.deadline <= now else { return nil }
        removeFirst()
        return actions.removeValue(forKey: first.id)
    }

    private mutating func dropCancelled() {
        while let first = heap.first, actions[first.id] == nil {
            removeFirst()
        }
    }

    private mutating func removeFirst() {
        let last = heap.removeLast()
        guard !heap.isEmpty else { return }
        heap[0] = last
        siftDown(from: 0)
    }

    /// Equal times fire in the order they were set.
    private func isEarlier(_ left: Int, _ right: Int) -> Bool {
        let (left, right) = (heap[left], heap[right])
        if left.deadline != right.deadline { return left.deadline < right.deadline }
        return left.id.number < right.id.number
    }

    private mutating func siftUp(from start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard isEarlier(child, parent) else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    private mutating func siftDown(from start: Int) {
        var parent = start
        while true {
            var earliest = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && isEarlier(child, earliest) {
                earliest = child
            }
            guard earliest != parent else { return }
            heap.swapAt(parent, earliest)
            parent = earliest
        }
    }
}
