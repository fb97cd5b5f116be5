import EventLoop
import Testing

@testable import Postgres

@Suite struct BatchMachineTests {
    let start = Instant(nanoseconds: 1_000_000_000)
    var late: Instant { start + .seconds(5) }

    private func machine(_ change: (inout BatchLimits) -> Void = { _ in }) -> Driver {
        var limits = BatchLimits()
        change(&limits)
        return Driver(limits)
    }

    @Test func `a lonely item is sent at once`() {
        let machine = machine()
        #expect(machine.add(7, size: 1, deadline: late))
        #expect(machine.sent(at: start)?.entries.map(\.item) == [7])
    }

    @Test func `items that come while a batch is on its way go together, in order`() throws {
        let machine = machine()
        _ = machine.add(1, size: 1, deadline: late)
        let first = try #require(machine.sent(at: start))
        for item in 2...5 { _ = machine.add(item, size: 1, deadline: late) }
        #expect(machine.sent(at: start) == nil)
        #expect(machine.succeeded(first.id).map(\.item) == [1])
        #expect(machine.sent(at: start)?.entries.map(\.item) == [2, 3, 4, 5])
    }

    @Test func `a batch has no more items and bytes than the limits say`() throws {
        let machine = machine {
            $0.items = 3
            $0.bytes = 100
            $0.flights = 10
        }
        for item in 1...7 { _ = machine.add(item, size: 1, deadline: late) }
        _ = machine.add(8, size: 98, deadline: late)
        _ = machine.add(9, size: 5, deadline: late)
        _ = machine.add(10, size: 500, deadline: late)
        var batches: [[Int]] = []
        while let batch = machine.sent(at: start) { batches.append(batch.entries.map(\.item)) }
        #expect(batches == [[1, 2, 3], [4, 5, 6], [7, 8], [9], [10]])
    }

    @Test func `a full queue refuses items until others have left`() throws {
        let machine = machine { $0.held = 2 }
        #expect(machine.add(1, size: 1, deadline: late))
        #expect(machine.add(2, size: 1, deadline: late))
        #expect(!machine.add(3, size: 1, deadline: late))
        let batch = try #require(machine.sent(at: start))
        #expect(!machine.add(3, size: 1, deadline: late))
        _ = machine.succeeded(batch.id)
        #expect(machine.add(3, size: 1, deadline: late))
        #expect(machine.held == 1)
    }

    @Test func `a queue full by its bytes refuses items too`() {
        let machine = machine { $0.heldBytes = 10 }
        #expect(machine.add(1, size: 8, deadline: late))
        #expect(!machine.add(2, size: 3, deadline: late))
        #expect(machine.add(3, size: 2, deadline: late))
    }

    @Test func `a deadlock sends the same items again under the same id, after a wait`() throws {
        let machine = machine()
        for item in 1...3 { _ = machine.add(item, size: 1, deadline: late) }
        let first = try #require(machine.sent(at: start))
        #expect(machine.failed(first.id, .rolledBack, now: start).isEmpty)
        guard case .wait(let moment) = machine.machine.nextStep(now: start) else {
            Issue.record("it doesn't wait")
            return
        }
        let second = try #require(machine.sent(at: moment))
        #expect(second.id == first.id)
        #expect(second.attempt == 2)
        #expect(second.entries.map(\.item) == [1, 2, 3])
    }

    @Test func `waits between attempts double up to their limit`() {
        let limits = BatchLimits()
        let waits = (1...8).map { limits.wait(beforeAttempt: $0) }
        #expect(waits == [20, 40, 80, 160, 320, 500, 500, 500].map { .milliseconds($0) })
        #expect(limits.wait(beforeAttempt: 1_000) == .milliseconds(500))
    }

    @Test func `a refused batch fails all its items`() throws {
        let machine = machine()
        for item in 1...3 { _ = machine.add(item, size: 1, deadline: late) }
        let batch = try #require(machine.sent(at: start))
        #expect(machine.failed(batch.id, .refused, now: start) == [1, 2, 3])
        #expect(machine.held == 0)
    }

    @Test func `after an attempt of unknown fate a refusal is final for nobody`() throws {
        let machine = machine()
        for item in 1...3 { _ = machine.add(item, size: 1, deadline: late) }
        let first = try #require(machine.sent(at: start))
        #expect(machine.failed(first.id, .unknown, now: start).isEmpty)
        for failure in [BatchFailure.refused, .lostUnsent, .culprit, .rolledBack] {
            let again = try #require(machine.sent(at: late - .seconds(1)))
            #expect(again.id == first.id)
            #expect(machine.failed(again.id, failure, now: start).isEmpty)
        }
    }

    @Test func `an item past its deadline leaves the queue as never sent`() {
        let machine = machine()
        _ = machine.add(1, size: 1, deadline: start + .seconds(1))
        _ = machine.add(2, size: 1, deadline: start + .seconds(2))
        #expect(machine.nextDeadline == start + .seconds(1))
        let expired = machine.expire(now: start + .seconds(1))
        #expect(expired.unsent == [1])
        #expect(expired.sent.isEmpty)
        #expect(machine.nextDeadline == start + .seconds(2))
        #expect(machine.held == 1)
    }

    @Test func `an item that expires on its way is told once, and stays in its batch`() throws {
        let machine = machine()
        _ = machine.add(1, size: 1, deadline: start + .seconds(1))
        _ = machine.add(2, size: 1, deadline: start + .seconds(2))
        let batch = try #require(machine.sent(at: start))
        #expect(batch.deadline == start + .seconds(2))
        #expect(machine.expire(now: start + .seconds(1)).sent == [1])
        #expect(machine.expire(now: start + .seconds(1)).sent.isEmpty)
        #expect(machine.failed(batch.id, .unknown, now: start + .seconds(1)).isEmpty)
        let again = try #require(machine.sent(at: start + .seconds(1.5)))
        #expect(again.entries.map(\.item) == [1, 2])
    }

    @Test func `a batch for which nobody waits any more isn't sent again`() throws {
        let machine = machine()
        _ = machine.add(1, size: 1, deadline: start + .seconds(1))
        let batch = try #require(machine.sent(at: start))
        _ = machine.failed(batch.id, .unknown, now: start)
        #expect(machine.expire(now: start + .seconds(1)).sent == [1])
        guard case .idle = machine.machine.nextStep(now: start + .seconds(1)) else {
            Issue.record("it isn't idle")
            return
        }
        #expect(machine.held == 0)
        #expect(machine.heldBytes == 0)
        #expect(machine.nextDeadline == nil)
    }

    @Test func `items answered meanwhile are left out of what is certainly not stored`() throws {
        let machine = machine()
        _ = machine.add(1, size: 1, deadline: start + .seconds(1))
        _ = machine.add(2, size: 1, deadline: start + .seconds(2))
        let batch = try #require(machine.sent(at: start))
        _ = machine.expire(now: start + .seconds(1))
        _ = machine.failed(batch.id, .rolledBack, now: start + .seconds(1))
        let again = try #require(machine.sent(at: start + .seconds(1.5)))
        #expect(again.entries.map(\.item) == [2])
        #expect(machine.held == 1)
    }

    @Test func `the fate of a batch that isn't on its way changes nothing`() throws {
        let machine = machine()
        _ = machine.add(1, size: 1, deadline: late)
        #expect(machine.succeeded(.random()).isEmpty)
        #expect(machine.failed(.random(), .refused, now: start).isEmpty)
        #expect(machine.held == 1)
    }
}

/// A machine that expectations can drive.
private final class Driver {
    var machine: BatchMachine<Int>

    init(_ limits: BatchLimits) {
        machine = BatchMachine(limits: limits)
    }

    var held: Int { machine.held }
    var heldBytes: Int { machine.heldBytes }
    var nextDeadline: Instant? { machine.nextDeadline }

    func add(_ item: Int, size: Int, deadline: Instant) -> Bool {
        machine.add(item, size: size, deadline: deadline)
    }

    func sent(at now: Instant) -> BatchMachine<Int>.Batch? {
        guard case .send(let batch) = machine.nextStep(now: now) else { return nil }
        return batch
    }

    func succeeded(_ id: SQLUUID) -> [BatchMachine<Int>.Entry] { machine.succeeded(id) }

    func failed(_ id: SQLUUID, _ failure: BatchFailure, now: Instant) -> [Int] {
        machine.failed(id, failure, now: now)
    }

    func expire(now: Instant) -> (unsent: [Int], sent: [Int]) { machine.expire(now: now) }
}
