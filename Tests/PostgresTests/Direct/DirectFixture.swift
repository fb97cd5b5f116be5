import EventLoop
import TestSupport

@testable import Postgres

/// Statements of the tests of direct sessions.
enum DirectProbeSQL: String, SQL {
    case notify = "SELECT pg_notify($1, $2)"
    case endOtherSessions = """
        SELECT count(pg_terminate_backend(pid, 5000))
        FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
        """
    /// Of this database: other tests hold theirs in others of the same server.
    case countLocks = """
        SELECT count(*)
        FROM pg_locks
        WHERE locktype = 'advisory'
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """
    case takeLocks = "SELECT count(pg_advisory_lock(1, n)) FROM generate_series(1, $1) AS n"
    case freeLocks = "SELECT pg_advisory_unlock_all()"
}

/// Runs a body on the loop with connected direct sessions, as so many workers have them.
func onSessions<Value: Sendable>(
    _ count: Int, url: String,
    _ body: @escaping @LoopActor ([DirectSession]) async throws -> Value
) async throws -> Value {
    try await onLoop {
        var sessions: [DirectSession] = []
        defer { for session in sessions { session.stop() } }
        for _ in 0..<count {
            let session = DirectSession(connector: try Connector(url: url), clock: DatabaseClock())
            session.start()
            sessions.append(session)
        }
        await until { sessions.allSatisfy(\.listenIsConfirmed) }
        return try await body(sessions)
    }
}

/// Whether the session gets the lock without waiting for it.
@LoopActor
func wasFree(_ session: DirectSession, _ key: LockKey = LockKey(.runShard, 7)) async -> Bool {
    let isHeld = try? await session.withLockIfFree(key) { lock in lock.isHeld }
    return isHeld == .some(true)
}

/// Starts bodies at the same time and waits until all have returned.
@LoopActor
func allOf(_ count: Int, _ body: @escaping @LoopActor (Int) async -> Void) async {
    var left = count
    let done = Promise<Void>()
    for index in 0..<count {
        spawn {
            await body(index)
            left -= 1
            if left == 0 { done.fulfil(()) }
        }
    }
    await done.value
}

/// Something only one may be in at a time; counts who breaks that.
@LoopActor
final class Room {
    private var inside = 0
    private(set) var mostInside = 0
    private(set) var visits = 0

    func visit(for time: Duration = .milliseconds(2)) async {
        enter()
        await sleep(for: time)
        leave()
    }

    func enter() {
        inside += 1
        visits += 1
        mostInside = max(mostInside, inside)
    }

    func leave() {
        inside -= 1
    }
}
