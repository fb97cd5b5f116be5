import DiscordEmulator
import Essentials
import EventLoop
import TestSupport
import Testing

extension EndToEnd {
    @Suite struct OAuthCallerTests {
        private static let token = "ann.s-own_token"

        /// An emulator in this process: ann owns a guild and is a member of another one. Gives her id and the guilds'.
        private func makeDiscord() async throws -> (
            emulator: DiscordEmulator, base: String, ids: [Snowflake]
        ) {
            try await onLoop {
                let emulator = DiscordEmulator()
                try emulator.start()
                let ann = emulator.world.addUser("ann", token: Self.token).id
                let own = emulator.world.addGuild(owner: ann).id
                let other = emulator.world.addGuild()
                other.addMember(ann)
                return (emulator, emulator.baseURL, [ann, own, other.id])
            }
        }

        @Test
        func
            `a user administers their own guild, without the bot's token, and no log shows theirs`()
            async throws
        {
            let (emulator, base, ids) = try await makeDiscord()
            let (ann, own, other) = (ids[0], ids[1], ids[2])
            let application = try await onLoop { emulator.world.application }
            let settings = [
                "DISCORD_API_BASE=\(base)", "KENNEL_LOG_LEVEL=debug",
                "DISCORD_APPLICATION_IDS=\(application)",
            ]
            try World.with(workers: 2, settings: settings) { world in
                let client = try world.cluster.connect()
                func status(_ method: String, _ path: String, _ body: String? = nil) throws -> Int {
                    try client.send(method, "/v1/\(path)", token: Self.token, body: body).status
                }
                let module = "modules/serverstats"
                #expect(try status("POST", "\(module)/enable", #"{"guild_id":"\#(own)"}"#) == 200)
                #expect(try status("POST", "\(module)/enable", #"{"guild_id":"\#(other)"}"#) == 403)
                #expect(try status("GET", "\(module)/settings?guild_id=\(own)") == 200)
                #expect(try status("GET", "\(module)/settings?guild_id=\(other)") == 403)
                #expect(try status("GET", "\(module)/counters/update") == 403)
                #expect(try status("POST", "auth/api-key/", #"{"guild_id":"\#(own)"}"#) == 200)
                #expect(try status("POST", "auth/api-key/", #"{"guild_id":"\#(other)"}"#) == 403)
                let entries =
                    "\(module)/privacy/get-user-entries?guild_id=\(other)&privacy_member_id="
                #expect(try status("GET", entries + "\(ann)") == 200)
                #expect(try status("GET", entries + "1") == 403)
                let wrong = try client.send(
                    "GET", "/v1/\(module)/settings?guild_id=1", token: "wrong")
                #expect(wrong.status == 401)
                let log = world.cluster.log
                #expect(log.contains("\"route\""))
                #expect(!log.contains(Self.token))
            }
            try await onLoop { emulator.close() }
        }
    }
}
