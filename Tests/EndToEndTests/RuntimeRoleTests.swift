import TestSupport
import Testing

extension EndToEnd {
    /// A service whose database role can't change the schema does all it does as the owner.
    @Suite struct RuntimeRoleTests {
        private static let role = "kennel_serves"
        private static let partitions = """
            SELECT min(relname), max(relname) FROM pg_class
            WHERE relkind = 'r' AND relname ~ '^statistics_events_'
            """

        @Test func `everything is served, and partitions are kept, without rights on the schema`()
            throws
        {
            let database = try DatabaseServer()
            let owner = try Cluster(database: database.environment)
            defer { owner.destroy() }
            let made = try owner.run("migrate", "--role", Self.role)
            #expect(
                made.hasSuffix(
                    "made the role \(Self.role), which may serve; it has no password yet\n"))
            #expect(
                try owner.run("migrate", "--role", Self.role).hasSuffix("\(Self.role) may serve\n"))
            let fresh = try database.query(Self.partitions)
            _ = try database.query(
                """
                SELECT make_statistics_partition('statistics_events', current_date - 50);
                DROP TABLE \(fresh[0].split(separator: "|")[1])
                """)
            let cluster = try Cluster(database: database.environment(as: Self.role), workers: 2)
            defer { cluster.destroy() }
            let token = try cluster.run("token", "create", "test").filter { !$0.isWhitespace }
            try cluster.start()
            let world = World(database: database, cluster: cluster, token: String(token))
            try serve(world)
            try eventually("partitions are made and dropped") {
                try database.query(Self.partitions) == fresh
            }
            #expect(!cluster.log.contains("permission denied"))
            #expect(cluster.log.contains("partition dropped"))
        }

        /// Something of each module.
        private func serve(_ world: World) throws {
            try world.enable(guild: 1)
            let stored = try world.send("POST", World.messagesSent, World.message(5, guild: 1))
            #expect(stored.status == 200, "\(stored.text)")
            let client = try world.cluster.connect()
            func post(_ path: String, _ body: String, method: String = "POST") throws {
                let answer = try client.send(method, "/v1/\(path)", token: world.token, body: body)
                #expect(answer.status == 200, "\(path): \(answer.text)")
            }
            for module in ["autoresponder", "reactionroles", "invite-tracker"] {
                try post("modules/\(module)/enable", #"{"guild_id":"1"}"#)
            }
            try post("auth/api-key/", #"{"guild_id":"1"}"#)
            let list = "/v1/modules/serverstats/stats/messages/sent?guild_id=1&days=1"
            #expect(try client.send("GET", list, token: world.token).status == 200)
            let erasure = #"{"guild_id":"1","privacy_member_id":"7"}"#
            for module in ["serverstats", "autoresponder", "reactionroles", "invite-tracker"] {
                try post(
                    "modules/\(module)/privacy/delete-user-entries", erasure, method: "DELETE")
            }
            for path in [
                "autoresponder/disable", "reactionroles/disable", "invite-tracker/disable",
            ] {
                try post("modules/\(path)", #"{"guild_id":"1"}"#)
            }
        }

        private static let changes = [
            "CREATE TABLE public.mine (n int)", "ALTER TABLE serverstats_settings ADD COLUMN n int",
            "DROP TABLE serverstats_settings", "TRUNCATE serverstats_settings",
            "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "DELETE FROM schema_migrations", "CREATE ROLE mine",
            "SELECT drop_statistics_partition('statistics_events', current_date)",
            "SELECT make_statistics_partition('serverstats_settings', current_date)",
        ]

        @Test func `the role can't change the schema, and one that could is refused`() throws {
            let database = try DatabaseServer()
            let owner = try Cluster(database: database.environment)
            defer { owner.destroy() }
            try owner.run("migrate", "--role", Self.role)
            for change in Self.changes {
                #expect(throws: (any Error).self, "\(change)") {
                    try database.query(change, as: Self.role)
                }
            }
            let rows = try database.query(
                "SELECT count(*) FROM serverstats_settings", as: Self.role)
            #expect(rows == ["0"])
            // What it could pass for the real table, were it let make temporary ones.
            let forgery =
                "CREATE TEMPORARY TABLE statistics_events (day date) PARTITION BY RANGE (day)"
            #expect(throws: (any Error).self) { try database.query(forgery, as: Self.role) }
            _ = try database.query("GRANT TEMPORARY ON DATABASE kennel TO \(Self.role)")
            _ = try database.query(forgery, as: Self.role)
            for call in ["make_statistics_partition", "drop_statistics_partition"] {
                #expect(throws: (any Error).self, "\(call)") {
                    try database.query(
                        "\(forgery); SELECT \(call)('pg_temp.statistics_events', current_date - 50)",
                        as: Self.role)
                }
            }
            for name in ["Kennel", "1a", "a\"; DROP TABLE x; --", "postgres"] {
                #expect(throws: (any Error).self, "\(name)") {
                    try owner.run("migrate", "--role", name)
                }
            }
        }
    }
}
