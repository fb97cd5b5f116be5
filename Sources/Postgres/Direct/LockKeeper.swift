import Essentials
import EventLoop

/// The locks of one session: those that are held, and the tasks of this process that wait for them.
@LoopActor
final class LockKeeper {
    /// The server's lock table is finite, and shared by all workers.
    static let limit = 256

    var turns = LockQueue<LockKey>(limit: LockKeeper.limit)
    private var waiters: [Int: Promise<Bool>] = [:]
    private var held: [Int64: Lock] = [:]
    var attempts = MetricCounter("kennel_lock_attempts_total", "Attempts to take a lock.")
    private(set) var lost = MetricCounter(
        "kennel_locks_lost_total", "Locks lost with their session.")

    var metrics: [any Metric] {
        [
            MetricGauge("kennel_locks_held", "Advisory locks held.", held.count),
            MetricGauge("kennel_locks_waiting", "Tasks that wait for a lock.", turns.waitingCount),
            attempts, lost,
        ]
    }

    // MARK: Turns

    /// Waits for the caller's turn with this key; nil if the deadline passes first.
    func turn(for key: LockKey, deadline: Instant) async -> Int? {
        let ticket = turns.arrive(key)
        if turns.isRunning(ticket) { return ticket }
        let turn = Promise<Bool>()
        waiters[ticket] = turn
        let timer = EventLoop.shared.schedule(after: deadline - Instant.now()) {
            turn.fulfil(false)
        }
        let hasCome = await turn.value
        waiters[ticket] = nil
        EventLoop.shared.cancel(timer)
        if hasCome { return ticket }
        endTurn(key, ticket)
        return nil
    }

    func endTurn(_ key: LockKey, _ ticket: Int) {
        for next in turns.leave(key, ticket) { waiters[next]?.fulfil(true) }
    }

    // MARK: Locks

    func isHeld(_ hash: Int64) -> Bool { held[hash] != nil }

    func hold(_ hash: Int64) -> Lock {
        let lock = Lock(hash: hash)
        held[hash] = lock
        return lock
    }

    /// Removes a lock; false if it was already lost.
    func letGo(_ lock: Lock) -> Bool {
        guard lock.isHeld else { return false }
        held[lock.hash] = nil
        lock.end()
        return true
    }

    /// The session is gone: all locks are lost.
    func loseAll() {
        let lost = held.values
        held = [:]
        self.lost += lost.count
        for lock in lost { lock.end() }
    }
}
