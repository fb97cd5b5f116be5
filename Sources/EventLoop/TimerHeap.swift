/// A timer that was scheduled.
package struct TimerID: Hashable, Sendable {
    fileprivate let number: UInt64
}

private struct TimerEntry: Comparable {
    let deadline: Instant
    let id: TimerID

    /// Equal times fire in the order they were set.
    static func < (left: TimerEntry, right: TimerEntry) -> Bool {
        left.deadline == right.deadline
            ? left.id.number < right.id.number : left.deadline < right.deadline
    }
}

/// Timers ordered by their time; cancelled ones stay in the heap until their turn comes or they are the majority.
package struct TimerHeap<Action> {
    private var heap = PriorityHeap<TimerEntry>()
    private var actions: [TimerID: Action] = [:]
    private var lastNumber: UInt64 = 0

    package init() {}

    package var count: Int { actions.count }

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
        heap.push(TimerEntry(deadline: deadline, id: id))
        return id
    }

    package mutating func cancel(_ id: TimerID) {
        actions[id] = nil
        guard heap.count > 64, heap.count > 2 * actions.count else { return }
        heap.keep { actions[$0.id] != nil }
    }

    /// Removes and returns the earliest action that is due; nil if none is.
    package mutating func popDue(at now: Instant) -> Action? {
        dropCancelled()
        guard let first = heap.first, first.deadline <= now else { return nil }
        heap.pop()
        return actions.removeValue(forKey: first.id)
    }

    private mutating func dropCancelled() {
        while let first = heap.first, actions[first.id] == nil {
            heap.pop()
        }
    }
}
