import EventLoop
import Testing

@testable import Postgres

/// Runs the machine against a model of the database.
@Suite struct BatchMachineModelTests {
    private struct Outcome: Equatable {
        var succeeded: [Int] = []
        var failed: [Int] = []
        var expired: [Int] = []
    }

    @Test func `of eight items exactly the culprits fail, whichever they are`() {
        for culprits in 0..<256 {
            var machine = BatchMachine<Int>(limits: BatchLimits())
            let now = Instant(nanoseconds: 0)
            for item in 0..<8 { _ = machine.add(item, size: 1, deadline: now + .seconds(5)) }
            var outcome = Outcome()
            while case .send(let batch) = machine.nextStep(now: now) {
                if batch.entries.contains(where: { culprits & 1 << $0.item != 0 }) {
                    outcome.failed += machine.failed(batch.id, .culprit, now: now)
                } else {
                    outcome.succeeded += machine.succeeded(batch.id).map(\.item)
                }
            }
            #expect(outcome.succeeded == (0..<8).filter { culprits & 1 << $0 == 0 })
            #expect(outcome.failed == (0..<8).filter { culprits & 1 << $0 != 0 })
            #expect(machine.held == 0)
        }
    }

    @Test func `one culprit among a thousand is found in few attempts`() {
        var machine = BatchMachine<Int>(limits: BatchLimits())
        let now = Instant(nanoseconds: 0)
        for item in 0..<1_000 { _ = machine.add(item, size: 1, deadline: now + .seconds(5)) }
        var attempts = 0
        var failed: [Int] = []
        while case .send(let batch) = machine.nextStep(now: now) {
            attempts += 1
            if batch.entries.contains(where: { $0.item == 617 }) {
                failed += machine.failed(batch.id, .culprit, now: now)
            } else {
                _ = machine.succeeded(batch.id)
            }
        }
        #expect(failed == [617])
        #expect(attempts <= 21)
    }

    /// Every sequence of fates of the first six attempts, on a database that keeps ids.
    @Test func `whatever happens to attempts, each item is answered once and stored at most once`()
    {
        let broken = (0..<(1 << 15)).filter { plan in
            var world = World(plan: plan)
            world.run()
            return !world.isSound
        }
        #expect(broken.isEmpty)
    }
}

/// A machine, a database with a plan of failures, and what the callers were told.
private struct World {
    enum Answer { case stored, failed, unknown }

    static let items = 4
    var machine: BatchMachine<Int>
    var now = Instant(nanoseconds: 0)
    /// Three bits for the fate of each attempt, lowest first; then everything succeeds.
    var plan: Int
    var committed: Set<SQLUUID> = []
    var stored = [Int](repeating: 0, count: items)
    var answers = [Int](repeating: 0, count: items)
    var told = [Answer?](repeating: nil, count: items)

    init(plan: Int) {
        self.plan = plan
        var limits = BatchLimits()
        limits.items = 3
        machine = BatchMachine(limits: limits)
    }

    var isSound: Bool {
        answers.allSatisfy { $0 == 1 } && stored.allSatisfy { $0 <= 1 } && isHonest
            && machine.held == 0 && machine.heldBytes == 0
    }

    /// "Stored" was said of what is stored, "failed" of what isn't.
    private var isHonest: Bool {
        (0..<Self.items).allSatisfy { item in
            switch told[item] {
            case .stored: stored[item] == 1
            case .failed: stored[item] == 0
            case .unknown: true
            case nil: false
            }
        }
    }

    mutating func run() {
        for item in 0..<Self.items {
            let deadline = now + .milliseconds(60 + 25 * Int64(item))
            _ = machine.add(item, size: 1, deadline: deadline)
        }
        while machine.held > 0 {
            switch machine.nextStep(now: now) {
            case .send(let batch):
                now = now + .milliseconds(10)
                expire()
                attempt(batch)
            case .wait(let moment):
                now = max(now, min(moment, machine.nextDeadline ?? moment))
                expire()
            case .idle:
                return
            }
        }
    }

    private mutating func expire() {
        let (unsent, sent) = machine.expire(now: now)
        for item in unsent { tell(item, .failed) }
        for item in sent { tell(item, .unknown) }
    }

    private mutating func attempt(_ batch: BatchMachine<Int>.Batch) {
        let fate = plan & 7
        plan >>= 3
        switch fate {
        case 1: fail(batch, .rolledBack)
        case 2: fail(batch, .culprit)
        case 3: fail(batch, .lostUnsent)
        case 4: fail(batch, .unknown)
        case 5:
            commit(batch)
            fail(batch, .unknown)
        case 6: fail(batch, .refused)
        default:
            commit(batch)
            for entry in machine.succeeded(batch.id) where !entry.isAnswered {
                tell(entry.item, .stored)
            }
        }
    }

    private mutating func fail(_ batch: BatchMachine<Int>.Batch, _ failure: BatchFailure) {
        for item in machine.failed(batch.id, failure, now: now) { tell(item, .failed) }
    }

    private mutating func commit(_ batch: BatchMachine<Int>.Batch) {
        guard committed.insert(batch.id).inserted else { return }
        for entry in batch.entries { stored[entry.item] += 1 }
    }

    private mutating func tell(_ item: Int, _ answer: Answer) {
        answers[item] += 1
        told[item] = answer
    }
}
