import Essentials
import TestSupport
import Testing

@testable import DiscordEmulator

/// Vanity URLs, bots among those who join, roles at one position, pages that are short.
@Suite struct GuildUnkindnessTests {
    @Test func `the vanity URL is told only where the guild has the feature`() async throws {
        let description = try DiscordDescription()
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            let ask = {
                try await caller.ask("GET", "/guilds/\(guild.id)/vanity-url", by: description)
            }
            let features = {
                try await caller.ask("GET", "/guilds/\(guild.id)", by: description).json["features"]
            }
            let set = { (more: String) in
                _ = try await caller.act("POST", "/vanity", "{\"guild\": \"\(guild.id)\", \(more)}")
            }
            #expect(try await ask().status == 403)
            #expect(try await ask().code == 50001)
            try await set(#""feature": true"#)
            #expect(try await ask().json["code"] == .null)
            #expect(try await features() == .array([.string("VANITY_URL")]))
            try await set(#""code": "kennel", "uses": 3"#)
            #expect(try await ask().json["uses"]?.integer == 3)
            #expect(try await features() == .array([.string("VANITY_URL")]))
            try await set(#""feature": false"#)
            #expect(try await ask().code == 50001)
            #expect(try await features() == .array([]))
        }
    }

    @Test func `bots come by OAuth, use no invite, and say that they are bots`() async throws {
        let description = try DiscordDescription()
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            guild.addInvite("way", to: guild.addChannel(), maximumUses: 1)
            let join = { (more: String) in
                try await caller.control(
                    "POST", "/join", "{\"guild\": \"\(guild.id)\", \"is_bot\": true\(more)}")
            }
            #expect(try await join(#", "invite": "way""#).status == 400)
            #expect(guild.livingInvite("way")?.uses == 0)
            let joined = try await join(#", "user": "77""#)
            #expect(joined.json["users"]?[0]?.id == Snowflake(decimal: "77"))
            let member = try await caller.ask(
                "GET", "/guilds/\(guild.id)/members/77", by: description)
            #expect(member.json["user"]?["bot"]?.bool == true)
            #expect(guild.livingInvite("way")?.uses == 0)
            let report = try await caller.control("GET", "/guilds/\(guild.id)").json
            let bots = report["members"]?.elements.filter { $0["is_bot"]?.bool == true }
            #expect(bots?.count == 2)
        }
    }

    @Test func `of roles at one position the smaller id is the higher`() async throws {
        let description = try DiscordDescription()
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            let member = guild.addMember()
            let own = try #require(guild.botRole?.id)
            let make = { (id: Int64, position: Int) in
                _ = try await caller.act(
                    "POST", "/new-role",
                    #"{"guild": "\#(guild.id)", "id": "\#(id)", "position": \#(position)}"#)
            }
            try await make(own.rawValue - 1000, 7)
            try await make(own.rawValue + 1, 7)
            try await caller.act(
                "PATCH", "/roles",
                #"{"guild": "\#(guild.id)", "role": "\#(own)", "position": 7}"#)
            let put = { (id: Int64) in
                try await caller.ask(
                    "PUT", "/guilds/\(guild.id)/members/\(member)/roles/\(id)", by: description)
            }
            #expect(try await put(own.rawValue + 1).status == 204)
            #expect(try await put(own.rawValue - 1000).code == 50013)
            // The list's order tells nothing.
            let roles = try await caller.ask("GET", "/guilds/\(guild.id)/roles", by: description)
            let ids = roles.json.elements.compactMap { $0["id"]?.id }
            #expect(ids == ids.sorted())
            #expect(ids.count == 4)
        }
    }

    @Test func `a page may be short although more follows`() async throws {
        let description = try DiscordDescription()
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            let channel = guild.addChannel()
            let message = guild.addMessage(in: channel)
            for _ in 0..<6 { guild.react(to: message, in: channel, by: guild.addMember()) }
            for _ in 0..<5 { caller.world.addGuild() }
            for path in [
                "/users/@me/guilds", "/guilds/\(guild.id)/members",
                "/channels/\(channel)/messages/\(message)/reactions/%E2%AD%90",
            ] {
                try await caller.act(
                    "PATCH", "/settings", #"{"short_pages": {"missing": 2, "times": 1}}"#)
                let list = { (query: String) in
                    try await caller.ask("GET", path + query, by: description).json.elements
                }
                let page = try await list("?limit=4")
                #expect(page.count == 2)
                let last = try #require(page.last.flatMap { $0["id"] ?? $0["user"]?["id"] }?.id)
                // Nothing is lost: the next page begins where this one ends.
                #expect(
                    try await list("?limit=100").count - list("?limit=100&after=\(last)").count == 2
                )
                #expect(try await list("?limit=4").count == 4)
            }
        }
    }
}
