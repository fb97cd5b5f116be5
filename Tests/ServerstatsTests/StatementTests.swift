import Postgres
import TestSupport
import Testing

@testable import Serverstats

@Suite struct StatementTests {
    private static let statements: [String] = [
        texts(EventSQL.self), texts(SettingsSQL.self),
        texts(PageSQL.self),
        texts(ScanSQL.self), texts(VoiceSQL.self), texts(PresenceSQL.self), texts(PresentSQL.self),
        texts(EndingSQL.self),
        texts(PrivacySQL.self),
        texts(SweepSQL.self), texts(CountSQL.self), texts(WriterSQL.self), texts(ClosingSQL.self),
        texts(PartitionSQL.self),
        texts(SilenceSQL.self), texts(CounterSQL.self),
        texts(CreationSQL.self),
        texts(RefreshSQL.self),
        texts(StatusSQL.self),
        texts(StarboardSQL.self), texts(StarboardUpkeepSQL.self),
    ].flatMap { $0 }

    private static func texts<Statement: SQL>(_ type: Statement.Type) -> [String] {
        type.allCases.map(\.rawValue)
    }

    @Test func `every statement can be prepared`() async throws {
        try await withDatabase { url in
            let database = try SynchronousDatabase(url: url)
            for text in Self.statements {
                try database.execute(script: "PREPARE statement AS \(text)")
                try database.execute(script: "DEALLOCATE statement")
            }
            #expect(Self.statements.count > 35)
        }
    }

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

    @Test func `every guild table's primary key begins with guild_id`() async throws {
        try await withDatabase { url in
            let rows = try SynchronousDatabase(url: url).run(
                TestSQL(
                    """
                    SELECT c.relname::text, coalesce(a.attname::text, 'none')
                    FROM pg_class c
                    LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
                    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
                    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
                    """))
            let others = rows.filter { $0.string(1) != "guild_id" }.map { $0.string(0) }
            #expect(Set(others).subtracting(Self.exceptions) == [])
            #expect(rows.count > others.count)
        }
    }

    @Test func `every table and what isn't plain in it is commented`() async throws {
        try await withDatabase { url in
            let rows = try SynchronousDatabase(url: url).run(
                TestSQL(
                    """
                    SELECT relname::text FROM pg_class
                    WHERE relkind IN ('r', 'p', 'S') AND relnamespace = 'public'::regnamespace
                        AND NOT relispartition AND obj_description(oid) IS NULL
                        AND relname NOT IN ('schema_migrations') AND relname NOT LIKE '%\\_seq'
                    """))
            #expect(rows.map { $0.string(0) } == [])
        }
    }

    @Test func `the comment on the switches tells every bit`() async throws {
        try await withDatabase { url in
            let row = try SynchronousDatabase(url: url).run(
                TestSQL(
                    """
                    SELECT col_description('serverstats_settings'::regclass, attnum)
                    FROM pg_attribute
                    WHERE attrelid = 'serverstats_settings'::regclass AND attname = 'switches'
                    """))[0]
            let bits = Toggle.allCases.map { "\($0.rawValue) \($0.field)" }
            #expect(row.string(0) == "One bit each: \(bits.joined(separator: ", ")).")
        }
    }
}
