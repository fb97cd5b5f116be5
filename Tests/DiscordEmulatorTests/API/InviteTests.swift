import Essentials
import TestSupport
import Testing

@testable import DiscordEmulator

@Suite struct InviteTests {
    @Test func `uses are shown only to who may manage the guild`() async throws {
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            guild.addInvite("a", to: guild.addChannel(), uses: 4)
            let list = { try await caller.ask("GET", "/guilds/\(guild.id)/invites") }
            #expect(try await list().json[0]?["uses"]?.integer == 4)
            guild.setBotPermissions([.viewAuditLog])
            #expect(try await list().json[0]?["code"]?.string == "a")
            #expect(try await list().json[0]?["uses"] == nil)
            guild.setBotPermissions([])
            #expect(try await list().code == 50013)
        }
    }

    @Test func `an invite vanishes with its last use, and when its time is over`() async throws {
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            let channel = guild.addChannel()
            guild.addInvite("once", to: channel, maximumUses: 1)
            guild.addInvite("short", to: channel, maximumAge: 60)
            let codes = {
                try await caller.ask("GET", "/guilds/\(guild.id)/invites").json.elements
                    .compactMap { $0["code"]?.string }.sorted()
            }
            #expect(try await codes() == ["once", "short"])
            #expect(caller.world.join(caller.world.newID(), guild, by: .invite("once")))
            #expect(try await codes() == ["short"])
            #expect(!caller.world.join(caller.world.newID(), guild, by: .invite("once")))
            caller.world.clock.advance(by: .seconds(60))
            #expect(try await codes() == [])
            #expect(try await caller.ask("GET", "/invites/short").code == 10006)
            #expect(try await caller.ask("DELETE", "/invites/short").code == 10006)
        }
    }

    @Test func `without unique an invite of the same kind is given back`() async throws {
        try await withCaller { caller async throws in
            let channel = caller.world.addGuild().addChannel()
            let make = { (body: String) in
                try await caller.ask("POST", "/channels/\(channel)/invites", body).json
            }
            let first = try await make("{}")
            #expect(first["max_age"]?.integer == 86_400)
            #expect(try await make("{}")["code"] == first["code"])
            #expect(try await make(#"{"unique": true}"#)["code"] != first["code"])
            #expect(try await make(#"{"max_uses": 5}"#)["code"] != first["code"])
            #expect(try await make(#"{"max_uses": 101}"#)["code"]?.integer == 50035)
            #expect(try await make("")["code"]?.integer == 50109)
        }
    }

    @Test func `the vanity URL answers empty as often as wanted`() async throws {
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            let ask = { try await caller.ask("GET", "/guilds/\(guild.id)/vanity-url").json }
            // Without the feature, Discord refuses to tell.
            #expect(try await ask()["code"]?.integer == 50001)
            guild.vanity = EmulatedVanity(code: "kennel", uses: 5)
            #expect(try await ask()["uses"]?.integer == 5)
            guild.addChannel()
            let invite = try await caller.ask("GET", "/invites/kennel").json
            #expect(invite["guild_id"]?.id == guild.id)
            #expect(invite["inviter"] == nil)
            guild.vanity.emptyAnswers = 1
            #expect(try await ask()["code"] == .null)
            #expect(try await ask()["code"]?.string == "kennel")
            #expect(caller.world.join(caller.world.newID(), guild, by: .vanity))
            #expect(try await ask()["uses"]?.integer == 6)
            guild.setBotPermissions([])
            #expect(try await ask()["code"]?.integer == 50013)
        }
    }
}
