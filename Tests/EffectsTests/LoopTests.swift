import Discord
import Essentials
import EventLoop
import Postgres
import TestSupport
import Testing

@testable import Effects

/// What is looked after in the background, and in which order.
@Suite struct LoopTests {
    @Test func `a guild with a great many doesn't keep the others waiting`() async throws {
        try await withWorkers { workers in
            try workers.script(
                """
                INSERT INTO effects (guild_id, kind, subject, due_at)
                SELECT 7, 'panel', n, now() - interval '1 hour' FROM generate_series(1, 900) AS n;
                INSERT INTO effects (guild_id, kind, subject, due_at)
                SELECT n, 'panel', 1, now() FROM generate_series(101, 105) AS n
                """)
            let rows = try await workers.reconcilers[0].database.run(
                EffectSQL.lease, [.textArray(["panel"]), .int8(10)])
            #expect(Set(rows.map { $0.int64(0) }) == [7, 101, 102, 103, 104, 105])
            let next = try await workers.reconcilers[1].database.run(
                EffectSQL.lease, [.textArray(["panel"]), .int8(10)])
            let keys = Set((Array(rows) + Array(next)).map { "\($0.int64(0)) \($0.int64(2))" })
            #expect(keys.count == 20, "no two workers get the same")
        }
    }

    @Test func `what a newer version of the program left is left alone`() async throws {
        try await withWorkers { workers in
            try workers.script(
                "INSERT INTO effects (guild_id, kind, subject) VALUES (7, 'from the future', 1)")
            try await workers.complete()
            #expect(try workers.left("kind = 'from the future' AND failures = 0") == 1)
        }
    }

    @Test func `while somebody is at it nobody else is`() async throws {
        try await withWorkers { workers in
            try workers.letter()
            let (begun, release) = (Promise<Void>(), Promise<Void>())
            workers.office.before = {
                begun.fulfil(())
                await release.value
            }
            let end = Promise<Bool?>()
            spawn { end.fulfil(try? await workers.post()) }
            await begun.value
            try await workers.complete()
            #expect(workers.office.tries == 1)
            release.fulfil(())
            #expect(await end.value == true)
            #expect(workers.office.posted.count == 1)
        }
    }

    @Test func `one that hangs doesn't keep the others back`() async throws {
        try await withWorkers { workers in
            for letter in 1...3 as ClosedRange<Int64> { try workers.letter(letter) }
            try workers.script(
                "INSERT INTO effects (guild_id, kind, subject) SELECT 7, 'panel', n FROM generate_series(1, 3) AS n"
            )
            let release = Promise<Void>()
            workers.office.before = { [unowned workers] in
                if workers.office.tries == 1 { await release.value }
            }
            let all = Promise<Void>()
            spawn {
                await workers.reconcilers[0].completeAll()
                all.fulfil(())
            }
            await until { workers.office.posted.count >= 2 }
            release.fulfil(())
            await all.value
            #expect(workers.office.posted.count == 3)
        }
    }

    @Test func `work in portions goes on until it's done, and again where it was asked for again`()
        async throws
    {
        try await withWorkers { workers in
            let key = EffectKey(.panelSync, in: Workers.key().guild, subject: 1)
            let reconciler = workers.reconcilers[0]
            var portions = 0
            reconciler.resumes(.panelSync) { due, _ in
                portions += 1
                if portions == 3 {
                    // Somebody asks for it once more while the last portion is done.
                    try await EffectClaim.request(due.key, on: reconciler.database)
                }
                return portions >= 3
            }
            try await EffectClaim.request(key, on: reconciler.database)
            await reconciler.completeAll()
            #expect(portions == 4)
            #expect(try workers.left() == 0)
        }
    }

    @Test func `what a stopping worker breaks off is due at once`() async throws {
        try await withWorkers { workers in
            try workers.letter()
            workers.office.failure = .cancelled
            try workers.script(
                "INSERT INTO effects (guild_id, kind, subject) VALUES (7, 'panel', 1)")
            workers.office.before = { workers.reconcilers[0].stop() }
            await workers.reconcilers[0].completeAll()
            #expect(workers.office.tries == 1)
            #expect(try workers.left("due_at <= now() AND failures = 0") == 1)
        }
    }

    @Test func `every kind and every lock has a name of its own`() {
        #expect(Set(EffectKind.allCases.map(\.rawValue)).count == EffectKind.allCases.count)
        #expect(Set(LockClass.allCases.map(\.rawValue)).count == LockClass.allCases.count)
        let (guild, other) = (Workers.key().guild, Workers.key(1, in: 8).guild)
        #expect(
            EffectKey(.memberRoles, in: guild, subject: 1, part: 2).lock
                == EffectKey(.memberRoles, in: guild, subject: 1, part: 3).lock)
        #expect(
            EffectKey(.inviteReading, in: guild).lock != EffectKey(.inviteReading, in: other).lock)
        #expect(
            EffectKey(.openVoice, in: guild).lock != EffectKey(.openPresence, in: guild).lock)
    }
}
