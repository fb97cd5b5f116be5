import Glibc
import TestSupport
import Testing

/// What these tests start with: a database, a cluster on it, and a service token.
struct World: Sendable {
    let database: DatabaseServer
    let cluster: Cluster
    let token: String

    /// Runs a test with a ready cluster and ends everything after it; a failure comes with the cluster's log.
    static func with(
        workers: Int = 3, settings: [String] = [], in namespace: Namespace? = nil,
        _ test: (World) throws -> Void
    ) throws {
        let database = try DatabaseServer(in: namespace)
        let cluster = try Cluster(
            database: database.environment, workers: workers, settings: settings)
        defer { cluster.destroy() }
        do {
            try cluster.run("migrate")
            let token = try makeToken(cluster)
            try cluster.start()
            try test(World(database: database, cluster: cluster, token: token))
        } catch {
            throw TestFailure("\(error)\nThe end of the cluster's log:\n\(tail(cluster.log))")
        }
    }

    static func makeToken(_ cluster: Cluster) throws -> String {
        try String(cluster.run("token", "create", "test").filter { !$0.isWhitespace })
    }

    private static func tail(_ log: String) -> String {
        log.split(separator: "\n").suffix(40).joined(separator: "\n")
    }

    /// Switches the module and its message statistics on, and the starboard, if it has a channel.
    func enable(guild: Int, starboard: Int64? = nil) throws {
        let client = try cluster.connect()
        let enabled = try send("POST", "enable", #"{"guild_id":\#(guild)}"#, over: client)
        try #require(enabled.status == 200, "\(enabled.text)")
        let settings = try send("PUT", "settings", Self.settings(guild, starboard), over: client)
        try #require(settings.status == 200, "\(settings.text)")
    }

    /// A request to serverstats.
    func send(
        _ method: String, _ path: String, _ body: String? = nil, over client: HTTPClient
    ) throws(HTTPClient.Failure) -> HTTPAnswer {
        try client.send(method, "/v1/modules/serverstats/\(path)", token: token, body: body)
    }

    /// A request to serverstats over a connection of its own.
    func send(_ method: String, _ path: String, _ body: String? = nil) throws -> HTTPAnswer {
        try send(method, path, body, over: try cluster.connect())
    }

    /// The body of `POST stats/messages/sent`.
    static func message(_ id: Int, guild: Int) -> String {
        #"{"guild_id":"\#(guild)","author_id":"7","channel_id":"8","message_id":"\#(id)"}"#
    }

    static let messagesSent = "stats/messages/sent"

    /// How often each message is stored.
    func storedMessages() throws -> [Int: Int] {
        let rows = try database.query(
            "SELECT identity, count(*) FROM statistics_events WHERE identity IS NOT NULL GROUP BY 1"
        )
        return Dictionary(
            uniqueKeysWithValues: rows.compactMap { row in
                let columns = row.split(separator: "|")
                guard let id = Int(columns[0]), let count = Int(columns[1]) else { return nil }
                return (id, count)
            })
    }

    /// Settings with everything that needs no channel switched on.
    private static func settings(_ guild: Int, _ starboard: Int64?) -> String {
        let modules = [
            "autoresponder", "tags", "verifier", "socials", "rules", "invite_tracker",
            "reactionroles", "welcoming", "tempchannels", "tickets",
        ]
        let switches =
            ["messages", "commands", "members", "activities", "voice"].map { "stats_\($0)" }
            + modules.map { "stats_modules_\($0)" }
            + ["stats_functions_reminders", "stats_functions_giveaways"]
        let fields = switches.map { "\"\($0)_enabled\":true" }.joined(separator: ",")
        return """
            {"guild_id":"\(guild)","counters_enabled":false,"counters_category_id":null,\
            "starboard_enabled":\(starboard != nil),\
            "starboard_channel":\(starboard.map(String.init) ?? "null"),"starboard_count":3,\(fields)}
            """
    }
}
