import Essentials
import EventLoop
import Postgres
import TestSupport
import Testing

@testable import Serverstats

/// What ends without having been told one by one.
@Suite struct SnapshotTests {
    private static let path = "stats/snapshot"

    /// Members 1…4 in voice and playing, an hour ago; 4 is in another guild too.
    @LoopActor
    private static func fill(_ worker: TestWorker, _ database: TestDatabase) async throws {
        try await worker.enable()
        try await worker.enable(guild: 5)
        try database.script(
            """
            UPDATE serverstats_settings SET enabled_at = now() - interval '1 day';
            INSERT INTO voice_sessions (guild_id, user_id, channel_id, started_at)
            SELECT \(TestWorker.guild), n, 8, now() - interval '1 hour' FROM generate_series(1, 4) AS n;
            INSERT INTO voice_sessions (guild_id, user_id, channel_id, started_at)
            VALUES (5, 4, 8, now() - interval '1 hour');
            INSERT INTO presence_sessions (guild_id, user_id, activity_type, name, started_at)
            SELECT \(TestWorker.guild), n, 0, 'Chess', now() - interval '1 hour' FROM generate_series(1, 4) AS n;
            INSERT INTO member_statuses (guild_id, member_id, status, reported_at)
            SELECT \(TestWorker.guild), n, 3, now() - interval '1 hour' FROM generate_series(1, 4) AS n
            """)
    }

    @LoopActor
    private static func open(_ worker: TestWorker) async throws -> [String] {
        try await worker.rows("voice").filter { $0["left_at"] == "null" }
            .map { "\($0["user_id"] ?? "")@\($0["channel_id"] ?? "")" }.sorted()
    }

    private static func statuses(_ database: TestDatabase) throws -> [Int64] {
        try database.run("SELECT member_id FROM member_statuses ORDER BY 1").map { $0.int64(0) }
    }

    @Test func `leaving the guild ends a member's sessions and status there`() async throws {
        try await withWorker { worker, database in
            try await Self.fill(worker, database)
            for _ in 0..<2 {
                let left = try await worker.ask(
                    "POST", "stats/members/left", #""left_member_id":4"#)
                #expect(left.status == 200)
            }
            #expect(try await Self.open(worker) == ["1@8", "2@8", "3@8"])
            #expect(try await worker.rows("voice").count == 4)
            #expect(
                try await worker.rows("activities/presence", "user_id=4").map {
                    $0["end_time"] != "null"
                }
                    == [true])
            #expect(try Self.statuses(database) == [1, 2, 3])
            #expect(
                try database.number("SELECT count(*) FROM voice_sessions WHERE guild_id = 5") == 1)
        }
    }

    @Test func `a snapshot ends what isn't in it and opens what is`() async throws {
        try await withWorkers(2) { workers, database in
            try await Self.fill(workers[0], database)
            for (place, ended, opened) in [(0, 7, 2), (1, 0, 0)] as [(Int, Int64, Int64)] {
                let answer = try await workers[place].ask(
                    "POST", Self.path,
                    #""voice":[{"user_id":1,"channel_id":8},{"user_id":2,"channel_id":9},{"user_id":6,"channel_id":9}],"online":[1,2]"#
                )
                #expect(answer.status == 200, "\(answer.said)")
                // Three voice sessions (2 is elsewhere now), two activities, two statuses; the second time nothing.
                #expect(answer.data?.member("ended" as StaticString)?.int64() == ended)
                #expect(answer.data?.member("opened" as StaticString)?.int64() == opened)
            }
            #expect(try await Self.open(workers[0]) == ["1@8", "2@9", "6@9"])
            #expect(try Self.statuses(database) == [1, 2])
            #expect(
                try await workers[0].rows("activities/presence").filter { $0["end_time"] == "null" }
                    .count == 2)
            #expect(
                try database.number("SELECT count(*) FROM voice_sessions WHERE guild_id = 5") == 1)
        }
    }

    @Test func `what a snapshot leaves out stays, and so does what began after it`() async throws {
        try await withWorker { worker, database in
            try await Self.fill(worker, database)
            #expect(try await worker.ask("POST", Self.path).status == 200)
            #expect(try await Self.open(worker).count == 4)
            #expect(try Self.statuses(database).count == 4)
            let taken = Instant.now()
            try database.script(
                "UPDATE voice_sessions SET started_at = now() + interval '1 second' WHERE user_id = 3"
            )
            try await worker.ask("POST", Self.path, #""voice":[]"#, arrival: taken)
            #expect(try await Self.open(worker) == ["3@8"])
            #expect(try Self.statuses(database).count == 4)
            try await worker.ask("POST", Self.path, #""online":[]"#)
            #expect(try Self.statuses(database).isEmpty)
        }
    }

    @Test func `a snapshot is the fleet's, of an enabled guild, and well formed`() async throws {
        try await withWorker { worker, _ in
            #expect(try await worker.ask("POST", Self.path, #""voice":[]"#).code == 800)
            try await worker.enable()
            let key = try await worker.ask(
                "POST", Self.path, #""voice":[]"#, token: "key-of-\(TestWorker.guild)")
            #expect(key.status == 403)
            for wrong in [#""voice":[{"user_id":1}]"#, #""voice":1"#, #""online":["x"]"#] {
                #expect(try await worker.ask("POST", Self.path, wrong).status == 400)
            }
        }
    }

    @Test func `many sessions end in chunks`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            try database.script(
                """
                UPDATE serverstats_settings SET enabled_at = now() - interval '1 day';
                INSERT INTO presence_sessions (guild_id, user_id, activity_type, name, started_at)
                SELECT \(TestWorker.guild), n, 0, 'Chess', now() - interval '1 hour' FROM generate_series(1, 3500) AS n
                """)
            try await worker.ask("POST", Self.path, #""online":[1,2,3]"#)
            #expect(try database.number("SELECT count(*) FROM presence_sessions") == 3)
            #expect(try database.eventCount("kind = 8") == 3_497)
        }
    }
}
