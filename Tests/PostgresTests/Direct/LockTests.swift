import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Postgres

@Suite struct LockTests {
    private let key = LockKey(.runShard, 7)

    @Test func `two sessions and two tasks of each keep each other out`() async throws {
        try await withEmptyDatabase { url in
            let room = try await onSessions(2, url: url) { sessions in
                let room = Room()
                await allOf(8) { index in
                    for _ in 0..<5 {
                        try? await sessions[index % 2].withLock(key, deadline: farDeadline) { _ in
                            await room.visit()
                        }
                    }
                }
                return (visits: room.visits, mostInside: room.mostInside)
            }
            #expect(room.visits == 40)
            #expect(room.mostInside == 1)
        }
    }

    @Test func `locks of different things are held together`() async throws {
        try await withEmptyDatabase { url in
            try await onSessions(1, url: url) { sessions in
                let room = Room()
                await allOf(10) { index in
                    let key = LockKey(.runShard, Int64(index))
                    try? await sessions[0].withLock(key, deadline: farDeadline) { _ in
                        room.enter()
                        await until { room.visits == 10 }
                        room.leave()
                    }
                }
                #expect(room.mostInside == 10)
            }
        }
    }

    @Test func `a session holds no more than 256 locks, and all get their turn`() async throws {
        try await withEmptyDatabase { url in
            try await onSessions(1, url: url) { sessions in
                let room = Room()
                await allOf(600) { index in
                    let key = LockKey(.runShard, Int64(index))
                    try? await sessions[0].withLock(key, deadline: farDeadline) { _ in
                        await room.visit(for: .milliseconds(20))
                    }
                }
                #expect(room.visits == 600)
                #expect(room.mostInside == 256)
                #expect(sessions[0].keeper.turns.isEmpty)
                // Nobody else waits for the last ones to be unlocked.
                let database = try SynchronousDatabase(url: url)
                try await until { try database.run(DirectProbeSQL.countLocks).first?.int(0) == 0 }
            }
        }
    }

    @Test func `who can't have the lock before the deadline is told that it's busy`() async throws {
        try await withEmptyDatabase { url in
            try await onSessions(2, url: url) { sessions in
                try await sessions[0].withLock(key, deadline: farDeadline) { _ in
                    for session in sessions {
                        let outcome = Promise<LockError?>()
                        spawn {
                            // Outside the scope of the lock that surrounds it.
                            await LockScope.$isUnderLock.withValue(false) {
                                outcome.fulfil(await refusal(session))
                            }
                        }
                        #expect(await outcome.value == .busy)
                    }
                }
            }
        }
    }

    @LoopActor
    private func refusal(_ session: DirectSession) async -> LockError? {
        do {
            let soon = Instant.now() + .milliseconds(60)
            try await session.withLock(key, deadline: soon) { _ in }
            return nil
        } catch {
            return error as? LockError
        }
    }

    @Test func `a lock inside a lock is refused`() async throws {
        try await withEmptyDatabase { url in
            try await onSessions(1, url: url) { sessions in
                try await sessions[0].withLock(key, deadline: farDeadline) { _ in
                    let inner = LockKey(.panel, 1)
                    _ = await #expect(throws: LockError.nested) {
                        try await sessions[0].withLock(inner, deadline: farDeadline) { _ in }
                    }
                }
            }
        }
    }

    @Test func `a lock that isn't free can be passed by`() async throws {
        try await withEmptyDatabase { url in
            try await onSessions(2, url: url) { sessions in
                let taken = Promise<Void>()
                let done = Promise<Void>()
                spawn {
                    _ = try? await sessions[0].withLock(key, deadline: farDeadline) { _ in
                        taken.fulfil(())
                        await done.value
                    }
                }
                await taken.value
                for session in sessions {
                    #expect(await wasFree(session) == false)
                }
                done.fulfil(())
                // The server hears of it a moment later than the next in turn here.
                await until { await wasFree(sessions[1]) != false }
            }
        }
    }

    @Test func `an error of the body passes through, and the lock is free again`() async throws {
        struct Trouble: Error {}
        try await withEmptyDatabase { url in
            try await onSessions(2, url: url) { sessions in
                for session in sessions {
                    await #expect(throws: Trouble.self) {
                        try await session.withLock(key, deadline: farDeadline) { _ in
                            throw Trouble()
                        }
                    }
                }
            }
        }
    }
}
