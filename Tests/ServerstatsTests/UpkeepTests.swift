import Effects
import Essentials
import EventLoop
import Postgres
import TestSupport
import Testing

@testable import Serverstats

@Suite struct UpkeepTests {
    @Test func `what a disabled guild left is purged by any worker, also after a crash`()
        async throws
    {
        try await withWorkers(2) { workers, database in
            try await workers[0].enable()
            try await workers[0].enable(guild: 5)
            try database.script(
                """
                INSERT INTO statistics_events (guild_id, kind, day, occurred_at, user_id)
                SELECT CASE WHEN n % 10 = 0 THEN 5 ELSE \(TestWorker.guild) END, n % 3 + 9,
                    (now() AT TIME ZONE 'UTC')::date - n % 2, now() - n * interval '1 ms', n
                FROM generate_series(1, 13000) AS n;
                INSERT INTO presence_sessions (guild_id, user_id, activity_type, name, started_at)
                SELECT \(TestWorker.guild), n, 0, 'a', now() - interval '1 day' FROM generate_series(1, 2500) AS n;
                INSERT INTO member_statuses SELECT \(TestWorker.guild), n, 1, now() - interval '1 day'
                FROM generate_series(1, 2500) AS n;
                """)
            try await workers[0].ask("POST", "disable")
            #expect(try database.eventCount() == 13_000)
            try await workers[0].enable()
            try await workers[0].ask("POST", "stats/members/joined", #""joined_member_id":7"#)
            // A worker purges a part and dies: the chore is still there.
            let guild = try #require(Snowflake(rawValue: TestWorker.guild))
            _ = try await GuildSweep(database: workers[0].database, guild: guild).run(.purge)
            #expect(try database.number("SELECT count(*) FROM effects") == 1)
            await workers[1].reconciler.completeAll()
            #expect(try database.number("SELECT count(*) FROM effects") == 0)
            #expect(try database.eventCount("guild_id = 5") == 1_300)
            #expect(try database.eventCount("guild_id <> 5") == 1)
            #expect(try database.number("SELECT count(*) FROM presence_sessions") == 0)
            #expect(try database.number("SELECT count(*) FROM member_statuses") == 0)
            #expect(try await workers[1].rows("members/joined").count == 1)
        }
    }

    @Test func `two workers purging at once do no harm`() async throws {
        try await withWorkers(2) { workers, database in
            try await workers[0].enable()
            try database.script(
                """
                INSERT INTO statistics_events (guild_id, kind, day, occurred_at, user_id)
                SELECT \(TestWorker.guild), 9, (now() AT TIME ZONE 'UTC')::date, now() - n * interval '1 ms', n
                FROM generate_series(1, 12000) AS n
                """)
            try await workers[0].ask("DELETE", "settings/delete")
            _ = try await inParallel(2) { place in
                await workers[place].reconciler.completeAll()
            }
            #expect(try database.eventCount() == 0)
            #expect(try database.number("SELECT count(*) FROM effects") == 0)
        }
    }

    @Test func `sessions left open by a crash while switching off are closed as of then`()
        async throws
    {
        try await withWorker { worker, database in
            try await worker.enable()
            try database.script(
                """
                INSERT INTO voice_sessions (guild_id, user_id, channel_id, started_at)
                SELECT \(TestWorker.guild), n, 1, now() FROM generate_series(1, 2500) AS n
                """)
            // The settings' statement, and then the worker dies.
            let guild = SQLValue.int8(TestWorker.guild)
            _ = try await worker.database.run(
                SettingsSQL.change,
                [guild, .int4(0), .int4(0), .null(.int8), .null(.int8), .int4(3)],
                deadline: .now() + .seconds(5))
            #expect(try database.number("SELECT count(*) FROM voice_sessions") == 2_500)
            await worker.reconciler.completeAll()
            #expect(try database.number("SELECT count(*) FROM voice_sessions") == 0)
            #expect(try database.eventCount("kind = 1") == 2_500)
            #expect(try database.number("SELECT count(*) FROM effects") == 0)
        }
    }

    @Test
    func
        `switching off with many open sessions answers at once and leaves the rest to the background`()
        async throws
    {
        try await withWorkers(2) { workers, database in
            try await workers[0].enable()
            try database.script(
                """
                INSERT INTO presence_sessions (guild_id, user_id, activity_type, name, started_at)
                SELECT \(TestWorker.guild), n, 0, 'a', now() FROM generate_series(1, 20000) AS n
                """)
            try await workers[0].put(TestWorker.settings(on: [.messages]))
            #expect(try database.number("SELECT count(*) FROM presence_sessions") == 19_000)
            #expect(try database.number("SELECT count(*) FROM effects") == 1)
            let switchedOff = try database.number(
                "SELECT (extract(epoch FROM requested_at) * 1000000)::int8 FROM effects")
            await workers[1].reconciler.completeAll()
            #expect(try database.number("SELECT count(*) FROM presence_sessions") == 0)
            #expect(try database.eventCount("kind = 8") == 20_000)
            #expect(
                try database.eventCount(
                    "kind = 8 AND (extract(epoch FROM occurred_at) * 1000000)::int8 <> \(switchedOff)"
                ) == 0)
            #expect(try database.number("SELECT count(*) FROM effects") == 0)
        }
    }

    @Test func `batches are forgotten after minutes, erasures after days`() async throws {
        try await withWorker { worker, database in
            try database.script(
                """
                INSERT INTO ingest_batches SELECT gen_random_uuid(), now() - n * interval '1 minute', '{}'
                FROM generate_series(1, 48) AS n;
                INSERT INTO serverstats_members (guild_id, member_id, is_refusing, erased_at)
                VALUES (1, 1, false, now()), (1, 2, false, now() - interval '25 hours'),
                    (1, 3, true, now() - interval '25 hours'), (1, 4, true, '-infinity');
                INSERT INTO statistics_erased_identities
                SELECT 1, erased_identity(1, 2::int2, n), now() - n * interval '1 hour' FROM generate_series(1, 60) AS n
                """)
            try await withJobs(of: [worker]) {
                try await until {
                    try database.number("SELECT count(*) FROM ingest_batches") == 9
                        && database.number("SELECT count(*) FROM serverstats_members") == 3
                        && database.number("SELECT count(*) FROM statistics_erased_identities")
                            == 47
                }
            }
            let members = try database.run("SELECT member_id FROM serverstats_members ORDER BY 1")
            #expect(members.map { $0.int64(0) } == [1, 3, 4])
        }
    }
}
