import EventLoop

/// Decides which items share a batch, and what happens to them when a batch fails.
///
/// Pure: the caller passes in time and results. Every item that `add` accepts leaves exactly once: in a batch
/// that succeeded, as failed, or as expired.
struct BatchMachine<Item> {
    /// One item and what is needed to place it.
    struct Entry {
        let item: Item
        let size: Int
        let deadline: Instant
        /// Its caller has been answered; it stays because its batch may have been committed.
        var isAnswered = false
    }

    /// Items that are sent together under one id.
    struct Batch {
        let id: SQLUUID
        var entries: [Entry]
        var attempt = 1
        /// An earlier attempt under this id may have been committed.
        var mayStand = false
        var notBefore: Instant?

        /// The time at which no caller waits any more.
        var deadline: Instant {
            entries.reduce(entries[0].deadline) { max($0, $1.deadline) }
        }
        var isForNobody: Bool { entries.allSatisfy(\.isAnswered) }
    }

    enum Step {
        case send(Batch)
        case wait(until: Instant)
        /// Nothing to do until the next event.
        case idle
    }

    private let limits: BatchLimits
    private let newID: () -> SQLUUID
    private var fresh: [Entry] = []
    /// Batches to be sent before new items; a stack, the last one goes first.
    private var again: [Batch] = []
    private var inFlight: [Batch] = []
    private(set) var held = 0
    private(set) var heldBytes = 0

    init(limits: BatchLimits, newID: @escaping () -> SQLUUID = SQLUUID.random) {
        self.limits = limits
        self.newID = newID
    }

    /// Queues an item; false where the queue is full.
    mutating func add(_ item: Item, size: Int, deadline: Instant) -> Bool {
        guard held < limits.held, heldBytes + size <= limits.heldBytes || held == 0 else {
            return false
        }
        fresh.append(Entry(item: item, size: size, deadline: deadline))
        held += 1
        heldBytes += size
        return true
    }

    /// What to do now; call it again until the result isn't `send`.
    mutating func nextStep(now: Instant) -> Step {
        guard inFlight.count < limits.flights else { return .idle }
        while let batch = again.popLast() {
            guard !batch.isForNobody else {
                release(batch.entries)
                continue
            }
            if let notBefore = batch.notBefore, notBefore > now {
                again.append(batch)
                return .wait(until: notBefore)
            }
            return send(batch)
        }
        guard !fresh.isEmpty else { return .idle }
        return send(Batch(id: newID(), entries: takeFresh()))
    }

    private mutating func send(_ batch: Batch) -> Step {
        inFlight.append(batch)
        return .send(batch)
    }

    private mutating func takeFresh() -> [Entry] {
        var count = 0
        var bytes = 0
        for entry in fresh.prefix(limits.items) {
            if count > 0, bytes + entry.size > limits.bytes { break }
            count += 1
            bytes += entry.size
        }
        defer { fresh.removeFirst(count) }
        return Array(fresh[..<count])
    }
}

// MARK: Results of a batch

extension BatchMachine {
    /// The batch was committed. Its entries leave in the order they were sent, those answered meanwhile included.
    mutating func succeeded(_ id: SQLUUID) -> [Entry] {
        guard let batch = land(id) else { return [] }
        release(batch.entries)
        return batch.entries
    }

    /// The batch failed. Returns the items whose failure is final.
    mutating func failed(_ id: SQLUUID, _ failure: BatchFailure, now: Instant) -> [Item] {
        guard var batch = land(id) else { return [] }
        switch failure {
        case .unknown:
            batch.mayStand = true
            retry(batch, now)
        case .rolledBack, .lostUnsent, .culprit, .refused:
            if batch.mayStand {
                retry(batch, now)
            } else {
                dropAnswered(&batch)
                return settle(batch, failure, now)
            }
        }
        return []
    }

    /// Nothing of this batch was committed, and all its callers wait.
    private mutating func settle(_ batch: Batch, _ failure: BatchFailure, _ now: Instant) -> [Item]
    {
        switch failure {
        case .culprit where batch.entries.count > 1:
            split(batch)
        case .rolledBack, .lostUnsent:
            retry(batch, now)
        case .culprit, .refused, .unknown:
            release(batch.entries)
            return batch.entries.map(\.item)
        }
        return []
    }

    private mutating func retry(_ batch: Batch, _ now: Instant) {
        var batch = batch
        batch.notBefore = now + limits.wait(beforeAttempt: batch.attempt)
        batch.attempt += 1
        again.append(batch)
    }

    private mutating func split(_ batch: Batch) {
        let middle = batch.entries.count / 2
        again.append(Batch(id: newID(), entries: Array(batch.entries[middle...])))
        again.append(Batch(id: newID(), entries: Array(batch.entries[..<middle])))
    }

    private mutating func land(_ id: SQLUUID) -> Batch? {
        guard let index = inFlight.firstIndex(where: { $0.id == id }) else { return nil }
        return inFlight.remove(at: index)
    }

    private mutating func dropAnswered(_ batch: inout Batch) {
        release(batch.entries.filter(\.isAnswered))
        batch.entries.removeAll(where: \.isAnswered)
    }

    private mutating func release(_ entries: [Entry]) {
        held -= entries.count
        heldBytes -= entries.reduce(0) { $0 + $1.size }
    }
}

// MARK: Deadlines

extension BatchMachine {
    /// The items whose callers' deadlines have passed: those that were never sent, and those whose batch may have been
    /// committed.
    mutating func expire(now: Instant) -> (unsent: [Item], sent: [Item]) {
        let unsent = fresh.filter { $0.deadline <= now }
        if !unsent.isEmpty {
            fresh.removeAll { $0.deadline <= now }
            release(unsent)
        }
        var sent: [Item] = []
        for index in inFlight.indices { Self.expire(&inFlight[index], now, &sent) }
        for index in again.indices { Self.expire(&again[index], now, &sent) }
        return (unsent.map(\.item), sent)
    }

    private static func expire(_ batch: inout Batch, _ now: Instant, _ items: inout [Item]) {
        for index in batch.entries.indices {
            let entry = batch.entries[index]
            guard !entry.isAnswered, entry.deadline <= now else { continue }
            batch.entries[index].isAnswered = true
            items.append(entry.item)
        }
    }

    /// The next time at which `expire` has something to do.
    var nextDeadline: Instant? {
        let entries = fresh + (inFlight + again).flatMap(\.entries)
        return entries.lazy.filter { !$0.isAnswered }.map(\.deadline).min()
    }
}
