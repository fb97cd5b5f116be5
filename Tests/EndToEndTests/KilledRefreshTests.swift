import DiscordEmulator
import Essentials
import EventLoop
import Glibc
import TestSupport
import Testing

extension EndToEnd {
    @Suite struct KilledRefreshTests {
        private static let guilds = 150

        /// Guilds 1001, 1002 … with a category and a counter's channel each.
        @LoopActor
        private static func furnish(_ emulator: DiscordEmulator) -> [CounterPlace] {
            (1...guilds).compactMap { number in
                guard let id = Snowflake(rawValue: Int64(1_000 + number)) else { return nil }
                let guild = emulator.world.addGuild(id: id)
                guild.unlistedMembers = 500
                let category = guild.addChannel("Server stats", type: 4)
                let channel = guild.addChannel("Members: 0", type: 2, parent: category)
                return CounterPlace(guild: id, category: category, channel: channel)
            }
        }

        @Test func `a worker killed in the middle of a run: the others finish it, each guild once`()
            async throws
        {
            let emulator = try await onLoop {
                let emulator = DiscordEmulator()
                try emulator.start()
                return emulator
            }
            let places = try await onLoop {
                // So that the run lasts long enough to be in the middle of.
                emulator.faults.delay(
                    "GET", "/guilds/*", by: .milliseconds(100), times: 10 * Self.guilds)
                return Self.furnish(emulator)
            }
            let settings = try await onLoop {
                [
                    "DISCORD_API_BASE=\(emulator.baseURL)",
                    "DISCORD_BOT_TOKEN=\(emulator.world.token)",
                ]
            }
            try World.with(settings: settings) { world in
                try world.add(places)
                let started = try world.send("POST", "counters/update")
                try #require(started.status == 200, "\(started.text)")
                let victim = try eventually("a run is in its middle") {
                    try world.workerInTheMiddle()
                }
                kill(victim, SIGKILL)
                try eventually("the run is over", seconds: 120) {
                    let runs = try world.send("GET", "counters/update").text
                    return runs.contains(#""state":"finished""#)
                }
                let runs = try world.send("GET", "counters/update").text
                #expect(runs.contains(#""done":\#(Self.guilds),"failed":0,"left":0"#), "\(runs)")
                let samples = try world.database.query(
                    "SELECT guild_id, count(*) FROM statistics_samples GROUP BY 1 HAVING count(*) = 1"
                )
                #expect(samples.count == Self.guilds)
            }
            try await onLoop {
                for place in places {
                    let renames = emulator.calls("PATCH", "/channels/\(place.channel)")
                    #expect(renames.count == 1, "\(place.channel)")
                    let name = emulator.world.channel(place.channel)?.name
                    #expect(name?.hasPrefix("Members: 50") == true)
                }
                emulator.close()
            }
        }
    }
}

/// Where a counter of these tests is.
private struct CounterPlace: Sendable {
    let guild: Snowflake
    let category: Snowflake
    let channel: Snowflake
}

extension World {
    /// Stores counters of members that show 0, in guilds that have samples of their members stored too.
    fileprivate func add(_ places: [CounterPlace]) throws {
        let settings = places.map { "(\($0.guild), now(), 17, \($0.category))" }
        let counters = places.map {
            "(\($0.guild), 6, 'Members: <value>', \($0.channel), 'Members: 0')"
        }
        _ = try database.query(
            """
            INSERT INTO serverstats_settings (guild_id, enabled_at, switches, counters_category_id)
            VALUES \(settings.joined(separator: ","));
            INSERT INTO counters (guild_id, counter_type, format, channel_id, name)
            VALUES \(counters.joined(separator: ","))
            """)
    }

    /// A worker that does a shard while some guilds are done and others aren't.
    fileprivate func workerInTheMiddle() throws -> pid_t? {
        let done = try database.query("SELECT count(*) FROM counter_refreshes")
        guard let count = done.first.flatMap({ Int($0) }), (20...100).contains(count) else {
            return nil
        }
        let busy = try database.query(
            "SELECT worker FROM cluster_run_shards WHERE finished_at IS NULL AND fencing > 0")
        return busy.first?.split(separator: ":").last.flatMap { pid_t($0) }
    }
}
