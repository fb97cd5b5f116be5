import Postgres
import TestSupport
import Testing

@testable import Serverstats

/// What PostgreSQL reads for statements of the starboard in a guild with many entries, planned as workers have it planned.
@Suite struct StarboardPlanTests {
    @Test(arguments: [StarboardUpkeepSQL.lockConcerned, .messageDeleted])
    func `a deleted message is found by indexes, however many entries there are`(
        statement: StarboardUpkeepSQL
    ) async throws {
        try await withDatabase { url in
            let database = try SynchronousDatabase(url: url)
            try database.execute(
                script: """
                    INSERT INTO serverstats_settings (guild_id, enabled_at) VALUES (1, now());
                    INSERT INTO starboard_entries (guild_id, original_message_id, original_channel_id,
                        starboard_message_id, monitoring_start)
                    SELECT 1, n, 2, 1000000 + n, now()
                    FROM generate_series(1, 50000) AS n;
                    ANALYZE starboard_entries;
                    SET plan_cache_mode = force_generic_plan;
                    SET enable_seqscan = off;
                    PREPARE statement AS \(statement.rawValue)
                    """)
            for message in [77, 1_000_077, 5_000_000] {
                let rows = try database.run(
                    TestSQL("EXPLAIN (ANALYZE, TIMING off) EXECUTE statement(1, \(message))"))
                let plan = rows.map { $0.string(0) }.joined(separator: "\n")
                #expect(!plan.contains("Rows Removed by Filter"), "\(plan)")
            }
        }
    }
}
