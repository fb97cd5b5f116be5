import Essentials
import EventLoop

/// Advisory locks of the direct session.
extension DirectSession {
    /// Runs the body under an advisory lock, held against other workers and other tasks of this one.
    ///
    /// If the session breaks, `Lock.isHeld` becomes false and the body must stop. It may notice too late, so whatever it writes
    /// must depend on its claim's fencing number.
    ///
    /// - Parameter deadline: how long to wait for the lock.
    /// - Throws: `LockError`, or what the body throws.
    package func withLock<Value>(
        _ key: LockKey, deadline: Instant, _ body: @LoopActor (Lock) async throws -> Value
    ) async throws -> Value {
        guard !LockScope.isUnderLock else { throw LockError.nested }
        guard let ticket = await keeper.turn(for: key, deadline: deadline) else {
            throw LockError.busy
        }
        defer { keeper.endTurn(key, ticket) }
        let lock = try await take(key, deadline: deadline)
        return try await run(body, under: lock)
    }

    /// As `withLock`, but returns nil at once where the lock isn't free.
    package func withLockIfFree<Value>(
        _ key: LockKey, _ body: @LoopActor (Lock) async throws -> Value
    ) async throws -> Value? {
        guard !LockScope.isUnderLock else { throw LockError.nested }
        guard keeper.turns.isFree(key) else { return nil }
        let now = Instant.now()
        guard let ticket = await keeper.turn(for: key, deadline: now) else { return nil }
        defer { keeper.endTurn(key, ticket) }
        guard case .taken(let lock) = await attempt(key) else { return nil }
        return try await run(body, under: lock)
    }

    private func run<Value>(
        _ body: @LoopActor (Lock) async throws -> Value, under lock: Lock
    ) async throws -> Value {
        defer { release(lock) }
        return try await LockScope.$isUnderLock.withValue(true) { try await body(lock) }
    }

    private enum Attempt {
        case taken(Lock)
        case busy
        case failed
    }

    /// Polls for the lock. It never waits in the server: a waiting statement would block the session.
    private func take(_ key: LockKey, deadline: Instant) async throws(LockError) -> Lock {
        var wait = Duration.milliseconds(10)
        while true {
            let attempt = await attempt(key)
            if case .taken(let lock) = attempt { return lock }
            wait = min(.milliseconds(200), wait * 2)
            let pause = wait * Double.random(in: 0.5...1)
            guard Instant.now() + pause < deadline else {
                if case .busy = attempt { throw .busy } else { throw .unavailable }
            }
            await sleep(for: pause)
        }
    }

    private func attempt(_ key: LockKey) async -> Attempt {
        guard let connection, connection.isOpen else { return .failed }
        keeper.attempts += 1
        do throws(DatabaseError) {
            let deadline = Instant.now() + .seconds(3)
            let rows = try await connection.run(
                DirectSQL.tryLock, [.text(key.text)], deadline: deadline)
            guard let row = rows.first, row.bool(1) else { return .busy }
            return taken(row.int64(0), on: connection)
        } catch {
            // Class 53: the server's lock table is full.
            return error.sqlState?.classCode == "53" ? .busy : .failed
        }
    }

    /// The session got the lock. If it already held it, under a key with the same hash, it is released once.
    private func taken(_ hash: Int64, on connection: Connection) -> Attempt {
        guard connection === self.connection, connection.isOpen else { return .failed }
        guard !keeper.isHeld(hash) else {
            unlock(hash, on: connection)
            return .busy
        }
        return .taken(keeper.hold(hash))
    }

    private func release(_ lock: Lock) {
        guard keeper.letGo(lock), let connection else { return }
        unlock(lock.hash, on: connection)
    }

    /// No need to wait: the next request for the lock uses the same session, after this.
    private func unlock(_ hash: Int64, on connection: Connection) {
        let statement = BoundStatement(DirectSQL.unlock, [.int8(hash)])
        let deadline = Instant.now() + .seconds(3)
        connection.send(CollectionOfOne(statement), deadline: deadline) { result in
            guard case .success = result else { return connection.close() }
        }
    }
}
