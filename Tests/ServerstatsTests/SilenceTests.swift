import Essentials
import EventLoop
import Postgres
import TestSupport
import Testing

@testable import Serverstats

/// A fleet that was silent for an hour left sessions open: they end at its last sign of life.
@Suite struct SilenceTests {
    /// Members 1 and 2 have been in voice and playing for three hours, member 3 since a minute ago; nothing else was heard for so many minutes.
    @LoopActor
    private static func fill(
        _ worker: TestWorker, _ database: TestDatabase, silent minutes: Int
    ) async throws {
        try await worker.enable()
        try database.script(
            """
            UPDATE serverstats_settings SET enabled_at = now() - interval '1 day';
            INSERT INTO voice_sessions (guild_id, user_id, channel_id, started_at)
            SELECT \(TestWorker.guild), n, 8, now() - interval '3 hours' FROM generate_series(1, 2) AS n;
            INSERT INTO presence_sessions (guild_id, user_id, activity_type, name, started_at)
            SELECT \(TestWorker.guild), n, 0, 'Chess', now() - interval '3 hours' FROM generate_series(1, 2) AS n;
            UPDATE fleet_life SET heard_at = now() - interval '\(minutes) minutes'
            """)
    }

    /// Returns once the job has run on both workers' account, twice.
    private static func listen(_ workers: [TestWorker], _ database: TestDatabase) async throws {
        try await withJobs(of: workers) {
            try await until {
                try database.number(
                    """
                    SELECT count(*) FROM cluster_runs WHERE kind = 'serverstats_silence' AND finished_at IS NOT NULL
                    """) > 0
            }
        }
    }

    private static let closed = """
        SELECT count(*) FROM statistics_events
        WHERE started_at IS NOT NULL AND occurred_at = (SELECT heard_at FROM fleet_life)
        """
    private static let open =
        "SELECT (SELECT count(*) FROM voice_sessions) + (SELECT count(*) FROM presence_sessions)"

    @Test func `sessions of a fleet that is silent end at its last sign of life, once`()
        async throws
    {
        try await withWorkers(2) { workers, database in
            try await Self.fill(workers[0], database, silent: 90)
            try await Self.listen(workers, database)
            #expect(try database.number(Self.open) == 0)
            #expect(try database.number(Self.closed) == 4)
            let pending = "SELECT count(*) FROM fleet_life WHERE silent_since IS NOT NULL"
            #expect(try database.number(pending) == 0)
        }
    }

    @Test func `a quiet hour isn't over before it is`() async throws {
        try await withWorkers(2) { workers, database in
            try await Self.fill(workers[0], database, silent: 50)
            try await Self.listen(workers, database)
            #expect(try database.number(Self.open) == 4)
        }
    }

    @Test func `what a fleet that came back has told since goes on`() async throws {
        try await withWorkers(1) { workers, database in
            try await Self.fill(workers[0], database, silent: 90)
            let before = try database.run("SELECT heard_at FROM fleet_life")[0].timestamp(0)
            try database.script(
                """
                INSERT INTO voice_sessions (guild_id, user_id, channel_id, started_at)
                VALUES (\(TestWorker.guild), 3, 8, now() - interval '1 minute')
                """)
            try await Self.listen(workers, database)
            #expect(try database.number(Self.open) == 1)
            let ends = try database.run(
                "SELECT DISTINCT occurred_at FROM statistics_events WHERE started_at IS NOT NULL")
            #expect(ends.map { $0.timestamp(0) } == [before])
        }
    }

    @Test func `a fleet that tells of messages alone is alive`() async throws {
        try await withWorkers(1) { workers, database in
            try await Self.fill(workers[0], database, silent: 59)
            let sent = try await workers[0].ask(
                "POST", "stats/messages/sent", #""author_id":7,"channel_id":8,"message_id":9"#)
            #expect(sent.status == 200)
            try await Self.listen(workers, database)
            #expect(try database.number(Self.open) == 4)
            #expect(
                try database.number(
                    "SELECT count(*) FROM fleet_life WHERE heard_at > now() - interval '1 minute'")
                    == 1)
        }
    }
}
