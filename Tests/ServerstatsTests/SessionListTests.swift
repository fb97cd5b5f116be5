import Essentials
import EventLoop
import Postgres
import TestSupport
import Testing

@testable import Serverstats

/// Lists of sessions while sessions end, and of one member among many.
@Suite struct SessionListTests {
    @LoopActor
    private static func users(
        _ worker: TestWorker, _ statistic: String, _ filter: String = ""
    ) async throws -> [String: Int] {
        try await worker.rows(statistic, filter).reduce(into: [:]) {
            $0[$1["user_id"] ?? "", default: 0] += 1
        }
    }

    @Test(arguments: [300, 1_500])
    func `a session that ends while it's listed is there exactly once`(
        open count: Int
    ) async throws {
        try await withWorkers(2) { workers, database in
            try await workers[0].enable()
            try database.script(
                """
                INSERT INTO voice_sessions (guild_id, user_id, channel_id, started_at)
                SELECT \(TestWorker.guild), n, 1, now() FROM generate_series(1, \(count)) AS n
                """)
            let wanted = Dictionary(uniqueKeysWithValues: (1...count).map { ("\($0)", 1) })
            let isOver = Flag()
            spawn {
                for member in 1...count {
                    _ = try? await workers[1].ask(
                        "PUT", "stats/voice", #""left_member_id":\#(member),"channel_id":1"#)
                }
                isOver.isSet = true
            }
            while !isOver.isSet {
                let found = try await Self.users(workers[0], "voice")
                #expect(found == wanted)
                if found != wanted { break }
            }
            #expect(try await Self.users(workers[0], "voice") == wanted)
        }
    }

    @LoopActor
    private final class Flag {
        var isSet = false
    }

    @Test func `a member is found among many without looking at the others`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            try database.script(
                """
                UPDATE serverstats_settings SET enabled_at = now() - interval '3 days';
                INSERT INTO statistics_events
                    (guild_id, kind, day, occurred_at, user_id, channel_id, started_at, identity)
                SELECT \(TestWorker.guild), CASE WHEN n % 2 = 0 THEN 1 ELSE 3 END, (at AT TIME ZONE 'UTC')::date, at,
                    n / 2 % 2000, 1 + n / 2 % 3, at - interval '1 minute', n
                FROM (SELECT n, now() - n * interval '1 second' AS at FROM generate_series(1, 40000) AS n) AS t;
                INSERT INTO voice_sessions (guild_id, user_id, channel_id, started_at)
                SELECT \(TestWorker.guild), n, 1, now() FROM generate_series(1, 3000) AS n
                """)
            #expect(try await worker.rows("messages/sent", "user_id=7").count == 10)
            #expect(try await worker.rows("voice", "user_id=7").count == 11)
            let bound = try await worker.rows("messages/sent", "user_id=7&channel_id=2")
            #expect(
                bound.count
                    == (try database.eventCount(
                        "kind = 3 AND user_id = 7 AND channel_id = 2 AND occurred_at > now() - interval '1 day'"
                    )))
            // The plan looks at the member's rows only.
            for sql in [ScanSQL.eventsOfMember, .openVoiceOfMember, .openPresenceOfMember] {
                #expect(try Self.plan(of: sql, database).contains("user_id ="))
            }
        }
    }

    /// The conditions of the indexes that a statement would use.
    private static func plan(of sql: ScanSQL, _ database: TestDatabase) throws -> String {
        let connection = try database.connect()
        try connection.execute(
            script: """
                SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off;
                PREPARE statement AS \(sql.rawValue)
                """)
        let values =
            switch sql {
            case .eventsOfMember: "1, 3, 1, NULL, NULL, 7, NULL, 1000"
            case .openVoiceOfMember: "1, NULL, NULL, 7, NULL, 1000"
            default: "1, NULL, NULL, 7, 1000"
            }
        let rows = try connection.run(TestSQL("EXPLAIN EXECUTE statement(\(values))"))
        return rows.map { $0.string(0) }.filter { $0.contains("Index Cond") }.joined(
            separator: "\n")
    }
}
