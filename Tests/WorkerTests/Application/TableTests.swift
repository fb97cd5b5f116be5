import Postgres
import Serverstats
import TestSupport
import Testing

/// Holds the tables that the migrations make to the rules of all tables.
@Suite struct TableTests {
    /// Tables without a guild in front, each with its reason.
    private static let exceptions: Set<String> = [
        "ingest_batches",  // a batch holds events of many guilds
        "cluster_runs", "cluster_run_shards",  // jobs go over all guilds
        "schema_migrations",  // not data
        "service_tokens", "service_token_budgets",  // for any guild
        "caller_budgets",  // a user belongs to no guild
        "module_change_numbers",  // one row, for all guilds
        "fleet_life",  // a fleet reports for all guilds
        "discord_budget",  // the bot's limit is over all guilds
    ]

    private enum TableSQL: String, SQL {
        case primaryKeys = """
            SELECT c.relname::text, coalesce(a.attname::text, 'none')
            FROM pg_class c
            LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
            LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
            WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
            """
        case uncommented = """
            SELECT relname::text FROM pg_class
            WHERE relkind IN ('r', 'p', 'S') AND relnamespace = 'public'::regnamespace
                AND NOT relispartition AND obj_description(oid) IS NULL
                AND relname NOT IN ('schema_migrations') AND relname NOT LIKE '%\\_seq'
            """
        case switches = """
            SELECT col_description('serverstats_settings'::regclass, attnum)
            FROM pg_attribute
            WHERE attrelid = 'serverstats_settings'::regclass AND attname = 'switches'
            """
    }

    private func rows(_ statement: TableSQL) async throws -> [Row] {
        try await withDatabase { try SynchronousDatabase(url: $0).run(statement).map { $0 } }
    }

    @Test func `every guild table's primary key begins with guild_id`() async throws {
        let rows = try await rows(.primaryKeys)
        let others = rows.filter { $0.string(1) != "guild_id" }.map { $0.string(0) }
        #expect(Set(others).subtracting(Self.exceptions) == [])
        #expect(rows.count > others.count)
    }

    @Test func `every table and what isn't plain in it is commented`() async throws {
        #expect(try await rows(.uncommented).map { $0.string(0) } == [])
    }

    @Test func `the comment on the switches tells every bit`() async throws {
        let bits = Toggle.allCases.map { "\($0.rawValue) \($0.field)" }
        #expect(
            try await rows(.switches).map { $0.string(0) } == [
                "One bit each: \(bits.joined(separator: ", "))."
            ])
    }
}
