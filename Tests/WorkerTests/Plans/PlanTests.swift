import Glibc
import TestSupport
import Testing

@testable import Postgres

/// With large tables every statement reads about as much as it gives: no statement goes over a table because an index
/// is missing, a guild's size can't be known beforehand, or the table was empty when the statement was planned.
@Suite struct PlanTests {
    /// A million rows a table take minutes: `KENNEL_TEST_PLAN_ROWS=1000000 deploy/test --filter PlanTests`.
    private static let rows =
        getenv("KENNEL_TEST_PLAN_ROWS").flatMap { Int(String(cString: $0)) } ?? 30_000

    /// Pages of 8 KB that a statement may read: those that clear away take 500 rows here, at up to three pages a row.
    private static let mostPages: Int64 = 1_600

    /// Statements that may read more, each with its reason.
    private static let exceptions: [String: String] = [
        "Autoresponder.GuildSQL.disable": "moves all that the guild has",
        "Reactionroles.ModuleSQL.disable": "deletes all that the guild has",
        "Effects.EffectSQL.lease": "looks at a thousand that are due",
        "Serverstats.SettingsSQL.disable": "deletes all that the guild has",
        "Serverstats.RefreshSQL.guilds": "every guild has been refreshed and refused here",
        "Serverstats.RefreshSQL.left": "counts all guilds that are left, for a person who asks",
        "Serverstats.RefusedGuildSQL.refused": "every guild is refused here",
        "Serverstats.SilenceSQL.listen":
            "looks at all open sessions, once in five minutes in the whole cluster",
        "Serverstats.SilenceSQL.guilds": "after an hour of silence: likewise",
        "Worker.ModuleFeedSQL.changes": "looks into four tables for each of 500 guilds",
        "Worker.ModuleFeedSQL.page": "likewise",
        "Worker.ClusterSQL.goodRuns": "looks at a week's runs, every 15 seconds",
        "Serverstats.PartitionSQL.old": "asks about partitions by their names",
    ]

    @Test func `no statement reads more than what it's asked for needs`() async throws {
        let statements = try Self.catalogue()
        #expect(statements.count > 250)
        try await withDatabase { url in
            let database = try SynchronousDatabase(url: url)
            try database.execute(script: PlanSQL.dropConstraints)
            try database.execute(script: PlanSQL.reading)
            // The server knows that the tables are empty, and plans for that.
            try database.execute(script: "VACUUM ANALYZE")
            for setting in ConnectionParameters.planning {
                try database.execute(script: "SET \(setting)")
            }
            for (number, statement) in statements.enumerated() {
                try database.execute(script: "PREPARE s\(number) AS \(statement.text)")
                _ = try database.run(Reading.of, [.text("s\(number)")])
            }
            try database.execute(script: PlanSQL.fill(rows: Self.rows))
            // Which of several indexes is the right one can't be known of empty tables; autovacuum puts that right.
            try Self.check(statements, database, "planned for empty tables", mostPages: nil)
            try database.execute(script: "ANALYZE")
            try Self.check(statements, database, "planned for any values")
            // As through a pooler, which is told nothing about planning.
            try database.execute(
                script: "SET plan_cache_mode = force_custom_plan; SET enable_seqscan = on")
            try Self.check(statements, database, "planned for its values")
        }
    }

    /// Runs what is prepared under the statements' numbers.
    private static func check(
        _ statements: [SourceStatement], _ database: SynchronousDatabase, _ planning: String,
        mostPages: Int64? = mostPages
    ) throws {
        for (number, statement) in statements.enumerated() where exceptions[statement.name] == nil {
            let row = try #require(
                database.run(Reading.of, [.text("s\(number)")]).first, "\(statement.name)")
            let context: Comment = "\(statement.name), \(planning)"
            if let mostPages { #expect(row.int64(0) <= mostPages, context) }
            #expect(row.stringIfPresent(1) == nil, context)
        }
    }

    @Test func `every exception is a statement that there is`() throws {
        let names = try Self.catalogue().map(\.name)
        #expect(Set(Self.exceptions.keys).subtracting(names) == [])
    }

    private enum Reading: String, SQL {
        case of = "SELECT pages, scanned, failure FROM reading($1)"
    }

    /// All statements in the sources that are planned.
    private static func catalogue() throws -> [SourceStatement] {
        try SourceStatement.all().filter(\.canBePrepared)
    }
}
