import Essentials
import TestSupport
import Testing

@testable import DiscordEmulator

@Suite struct ChannelTests {
    @Test func `a guild has 500 channels, a category 50`() async throws {
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            let category = guild.addChannel(type: EmulatedChannel.category)
            let make = { (parent: String) in
                try await caller.ask(
                    "POST", "/guilds/\(guild.id)/channels",
                    #"{"name": "a", "parent_id": \#(parent)}"#)
            }
            for _ in 0..<49 { guild.addChannel(parent: category) }
            #expect(try await make("\"\(category)\"").status == 201)
            #expect(try await make("\"\(category)\"").code == 50035)
            #expect(try await make("\"1\"").code == 50035)
            while guild.channels.count < 499 { guild.addChannel() }
            #expect(try await make("null").status == 201)
            #expect(try await make("null").code == 30013)
        }
    }

    @Test func `deleting a category leaves its channels`() async throws {
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            let category = guild.addChannel(type: EmulatedChannel.category)
            let child = guild.addChannel(parent: category)
            #expect(try await caller.ask("DELETE", "/channels/\(category)").status == 200)
            let left = try await caller.ask("GET", "/channels/\(child)")
            #expect(left.json["parent_id"] == .null)
            #expect(try await caller.ask("GET", "/channels/\(category)").code == 10003)
        }
    }

    @Test func `names have 1 to 100 characters, text channels' without spaces and capitals`()
        async throws
    {
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            let make = { (name: String, type: Int) in
                try await caller.ask(
                    "POST", "/guilds/\(guild.id)/channels",
                    #"{"name": "\#(name)", "type": \#(type)}"#)
            }
            #expect(try await make("My Room", 0).json["name"]?.string == "my-room")
            #expect(try await make("My Room", 2).json["name"]?.string == "My Room")
            let longest = String(repeating: "a", count: 100)
            #expect(try await make(longest, 2).status == 201)
            #expect(try await make(longest + "a", 2).code == 50035)
            #expect(try await make("", 2).code == 50035)
            #expect(try await make("a", 99).code == 50035)
        }
    }

    @Test func `overwrites give only what the bot has, and never MANAGE_ROLES`() async throws {
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            let make = { (bits: PermissionBits) in
                try await caller.ask(
                    "POST", "/guilds/\(guild.id)/channels",
                    #"{"name": "a", "type": 2, "permission_overwrites": [{"id": "\#(guild.id)", "#
                        + #""type": 0, "deny": "\#(bits.rawValue)"}]}"#)
            }
            let made = try await make(.connect)
            #expect(made.json["permission_overwrites"]?[0]?["deny"]?.string == "1048576")
            #expect(made.json["permission_overwrites"]?[0]?["allow"]?.string == "0")
            #expect(try await make(.banMembers).code == 50013)
            #expect(try await make(.manageRoles).code == 50013)
            guild.setBotPermissions(.administrator)
            #expect(try await make(.manageRoles).status == 201)
            let id = try #require(made.json["id"]?.string)
            let clear = {
                try await caller.ask("PATCH", "/channels/\(id)", #"{"permission_overwrites": []}"#)
            }
            guild.setBotPermissions(.bot.subtracting(.manageRoles))
            guild.setOverwrites([], of: try #require(Snowflake(decimal: id)))
            #expect(try await clear().code == 50013)
            guild.setBotPermissions(.bot)
            #expect(try await clear().status == 200)
        }
    }

    @Test func `members are listed by rising ids, with the intent`() async throws {
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            for _ in 0..<5 { guild.addMember() }
            let all = guild.members.keys.sorted()
            let list = { (query: String) in
                try await caller.ask("GET", "/guilds/\(guild.id)/members\(query)")
            }
            let ids = { (answer: EmulatorAnswer) in
                answer.json.elements.compactMap { $0["user"]?["id"]?.id }
            }
            #expect(ids(try await list("")) == [all[0]])
            #expect(ids(try await list("?limit=1000")) == all)
            #expect(ids(try await list("?limit=2&after=\(all[2])")) == Array(all[3...4]))
            #expect(try await list("?limit=1001").code == 50035)
            caller.world.intents.members = false
            #expect(try await list("").code == 50001)
        }
    }
}
