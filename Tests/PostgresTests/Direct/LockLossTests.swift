import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Postgres

@Suite struct LockLossTests {
    private let key = LockKey(.runShard, 7)

    @Test func `when the session is killed its holders are told, and another takes over`()
        async throws
    {
        try await withEmptyDatabase { url in
            try await onSessions(2, url: url) { sessions in
                let taken = Promise<Void>()
                let lost = Promise<Void>()
                spawn {
                    _ = try? await sessions[0].withLock(key, deadline: farDeadline) { lock in
                        taken.fulfil(())
                        await until { !lock.isHeld }
                        lost.fulfil(())
                    }
                }
                await taken.value
                try SynchronousDatabase(url: url).run(DirectProbeSQL.endOtherSessions)
                await lost.value
                let other = try await sessions[1].withLock(key, deadline: farDeadline) { lock in
                    lock.isHeld
                }
                #expect(other)
                #expect(sessions[0].keeper.lost.count == 1)
            }
        }
    }

    @Test func `a server that is silent for three seconds has lost its locks`() async throws {
        let server = try TestPostgres()
        try await onSessions(1, url: server.url()) { sessions in
            try await sessions[0].withLock(key, deadline: farDeadline) { lock in
                try server.freeze()
                await until { !lock.isHeld }
                #expect(!sessions[0].listenIsConfirmed)
                try server.thaw()
            }
            await until { sessions[0].isConnected }
            #expect(await wasFree(sessions[0]) == true)
        }
    }

    @Test func `without a server there are no locks, and with it there are again`() async throws {
        let server = try TestPostgres()
        try await onSessions(1, url: server.url()) { sessions in
            try server.stop()
            await until { !sessions[0].isConnected }
            await #expect(throws: LockError.unavailable) {
                let soon = Instant.now() + .milliseconds(100)
                try await sessions[0].withLock(key, deadline: soon) { _ in }
            }
            #expect(await wasFree(sessions[0]) == false)
            try server.start()
            let isHeld = try await sessions[0].withLock(key, deadline: farDeadline) { lock in
                lock.isHeld
            }
            #expect(isHeld)
        }
    }

    @Test func `a full lock table is waited for, and breaks nothing`() async throws {
        let settings = ["max_connections = 10", "max_locks_per_transaction = 10"]
        let server = try TestPostgres(settings: settings)
        try await onSessions(1, url: server.url()) { sessions in
            let hog = try SynchronousDatabase(url: server.url())
            #expect(throws: DatabaseError.self) {
                try hog.run(DirectProbeSQL.takeLocks, [.int4(1_000_000)])
            }
            #expect(await wasFree(sessions[0]) == false)
            #expect(sessions[0].isConnected)
            try hog.run(DirectProbeSQL.freeLocks)
            let isHeld = try await sessions[0].withLock(key, deadline: farDeadline) { lock in
                lock.isHeld
            }
            #expect(isHeld)
        }
    }

    @Test func `a stopped session gives its locks back`() async throws {
        try await withEmptyDatabase { url in
            try await onSessions(2, url: url) { sessions in
                let taken = Promise<Void>()
                let lost = Promise<Void>()
                spawn {
                    _ = try? await sessions[0].withLock(key, deadline: farDeadline) { lock in
                        taken.fulfil(())
                        await until { !lock.isHeld }
                        lost.fulfil(())
                    }
                }
                await taken.value
                sessions[0].stop()
                await lost.value
                let isHeld = try await sessions[1].withLock(key, deadline: farDeadline) { lock in
                    lock.isHeld
                }
                #expect(isHeld)
            }
        }
    }
}
