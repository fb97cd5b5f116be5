import API
import DiscordEmulator
import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Reactionroles

@Suite struct PanelTests {
    @Test func `a panel is posted, shown, listed, and deleted with its message`() async throws {
        try await withPlace { place in
            let answer = try await place.postPanel(Place.switches("button"))
            #expect(answer.status == 200, "\(answer.said)")
            #expect(
                ShapeCheck.mismatch(answer.data, .object(["panel": Panel.shape])) == nil)
            let panel = try TestPanel(answer)
            #expect(place.message(panel)?.content == "Choose")
            let list = try await place.ask("GET", "panels")
            #expect(list.number("total") == 1)
            #expect(list.count("panels") == 1)
            #expect(try await place.ask("GET", "panel/\(panel.id)").status == 200)
            let entry = try await place.makeEntry(panel, "🍎")
            let gone = try await place.ask("DELETE", "panel/\(panel.id)")
            #expect(gone.count("reactionroles") == 1, "\(gone.said)")
            #expect(place.message(panel) == nil)
            #expect(try await place.ask("GET", "panel/\(panel.id)").code == 404)
            #expect(
                try await place.ask("GET", "panel/\(panel.id)/entries/\(entry.id)").code == 404)
            #expect(
                place.workers[0].recorder.events.map(\.statistic) == [
                    "modules/reactionroles/panels/created",
                    "modules/reactionroles/reactionroles/added",
                    "modules/reactionroles/panels/deleted",
                ])
        }
    }

    @Test func `embeds are checked, and posted`() async throws {
        try await withPlace { place in
            let bad = try await place.postPanel(
                Place.switches("emoji"), content: "no json", isEmbed: true)
            #expect(bad.code == 422)
            #expect(try await place.postPanel(Place.switches("emoji"), content: "  ").code == 422)
            #expect(place.changes.isEmpty)
            let good = try await place.postPanel(
                Place.switches("emoji"), content: #"{"embeds":[{"title":"Roles"}]}"#, isEmbed: true)
            let panel = try TestPanel(good)
            #expect(place.message(panel)?.embeds.first?["title"]?.string == "Roles")
        }
    }

    @Test func `a registered message is one of this guild, exists, is no panel yet, and has emoji`()
        async throws
    {
        try await withPlace { place in
            let message = place.guild.addMessage("Rules", in: place.channel)
            #expect(try await place.register(message, Place.switches("button")).code == 422)
            #expect(try await place.register(id(77), Place.switches("emoji")).code == 422)
            let panel = try TestPanel(
                await place.register(message, Place.switches("emoji")))
            let twice = try await place.register(message, Place.switches("emoji"))
            #expect(twice.message == "Unprocessable Entity! This message is a panel already.")
            let other = place.emulator.world.addGuild()
            let foreign = try await place.ask(
                "POST", "panels",
                """
                "is_register":false,"channel_id":\(other.addChannel()),\(Place.switches("emoji")),"is_embed":false,"content":"a"
                """)
            #expect(foreign.code == 422, "\(foreign.said)")
            _ = try await place.makeEntry(panel, "🍎")
            place.guild.react(
                EmulatedEmoji("🍎"), to: message, in: place.channel, by: place.guild.owner)
            let gone = try await place.ask("DELETE", "panel/\(panel.id)")
            #expect(gone.status == 200)
            #expect(place.ownReactions(panel).isEmpty)
            #expect(place.message(panel)?.reaction(EmulatedEmoji("🍎"))?.normal.count == 1)
        }
    }

    @LoopActor private static func change(_ type: String, _ content: String = "\"Now\"") -> String {
        "\(Place.switches(type)),\"message_content\":\(content),\"message_is_embed\":false"
    }

    @Test func `a panel of our own becomes another type where its entries fit`() async throws {
        try await withPlace { place in
            let panel = try await place.makePanel(Place.switches("emoji"))
            let entry = try await place.makeEntry(panel, "🍎")
            #expect(place.ownReactions(panel) == ["🍎"])
            let button = try await place.ask("PUT", "panel/\(panel.id)", Self.change("button"))
            #expect(button.text(of: "panel", "panel_type") == "button", "\(button.said)")
            #expect(place.shown(panel) == [entry.id])
            #expect(place.message(panel)?.reactions.isEmpty == true)
            #expect(place.message(panel)?.content == "Now")
            let back = try await place.ask("PUT", "panel/\(panel.id)", Self.change("emoji"))
            #expect(back.status == 200)
            #expect(place.shown(panel) == [])
            #expect(place.ownReactions(panel) == ["🍎"])
            let null = try await place.ask(
                "PUT", "panel/\(panel.id)", Self.change("emoji", "null"))
            #expect(null.code == 400)
        }
    }

    @Test func `25 buttons don't become reactions, nor entries without texts items`() async throws {
        try await withPlace { place in
            let panel = try await place.makePanel(Place.switches("button"))
            let role = place.guild.addRole()
            for emoji in EntryTests.emojis(21) {
                let answer = try await place.postEntry(
                    panel.id, roles: [role], emoji: emoji, text: nil)
                #expect(answer.status == 200, "\(answer.said)")
            }
            let before = place.shown(panel)
            for type in ["emoji", "dropdown"] {
                let answer = try await place.ask("PUT", "panel/\(panel.id)", Self.change(type))
                #expect(answer.code == 422, "\(answer.said)")
            }
            #expect(place.shown(panel) == before)
            let registered = try TestPanel(
                await place.register(
                    place.guild.addMessage(in: place.channel), Place.switches("emoji")))
            let other = try await place.ask(
                "PUT", "panel/\(registered.id)", Self.change("button", "null"))
            #expect(other.code == 422)
            let same = try await place.ask(
                "PUT", "panel/\(registered.id)", Self.change("emoji", "null"))
            #expect(same.status == 200, "\(same.said)")
        }
    }

    @Test func `a panel whose message is gone says so, and is cleaned away`() async throws {
        try await withPlace { place in
            for type in ["emoji", "button"] {
                let panel = try await place.makePanel(Place.switches(type))
                place.guild.removeMessage(panel.message, in: place.channel)
                let answer = try await place.postEntry(
                    panel.id, roles: [place.guild.addRole()], emoji: "🍎")
                #expect(answer.code == 404)
                #expect(answer.message?.contains("doesn't exist on Discord any more") == true)
                #expect(try await place.ask("GET", "panel/\(panel.id)").code == 404)
            }
        }
    }

    @Test func `check-delete drops the panel of a message, or all of a channel`() async throws {
        try await withPlace { place in
            let panels = [
                try await place.makePanel(Place.switches("emoji")),
                try await place.makePanel(Place.switches("button")),
                try await place.makePanel(Place.switches("dropdown")),
            ]
            _ = try await place.makeEntry(panels[0], "🍎")
            let one = try await place.ask(
                "POST", "panel/check-delete",
                "\"channel_id\":\(place.channel),\"message_id\":\(panels[0].message)")
            #expect(one.count("panels") == 1 && one.count("reactionroles") == 1, "\(one.said)")
            let none = try await place.ask(
                "POST", "panel/check-delete", "\"channel_id\":5,\"message_id\":null")
            #expect(none.status == 200 && none.count("panels") == 0)
            let rest = try await place.ask(
                "POST", "panel/check-delete", "\"channel_id\":\(place.channel),\"message_id\":null")
            #expect(rest.count("panels") == 2)
            #expect(try await place.ask("GET", "panels").number("total") == 0)
        }
    }

    @Test
    func `the module's life: enabled once, disabled once, everything gone, Discord as it was`()
        async throws
    {
        try await withPlace { place in
            let panel = try await place.makePanel(Place.switches("button"))
            let entry = try await place.makeEntry(panel, "🍎")
            let member = place.guild.addMember()
            #expect(try await place.click(panel, entry, by: member).status == 200)
            let path = "privacy/get-user-entries"
            let stored = try await place.ask("GET", path, "privacy_member_id=\(member)")
            #expect(stored.number("id") == 1, "\(stored.said)")
            #expect(try await place.ask("POST", "enable").code == 801)
            let gone = try await place.ask("POST", "disable")
            #expect(gone.count("panels") == 1 && gone.count("reactionroles") == 1)
            #expect(try await place.ask("POST", "disable").code == 800)
            for path in ["panels", "panel/\(panel.id)", "panel/\(panel.id)/entries"] {
                #expect(try await place.ask("GET", path).code == 800)
            }
            #expect(try await place.click(panel, entry, by: member).code == 800)
            #expect(
                try await place.ask("GET", path, "privacy_member_id=\(member)").number("id") == 0)
            #expect(try await place.ask("DELETE", "delete").status == 200)
            #expect(place.message(panel) != nil)
            #expect(place.roles(of: member) == [entry.role])
            try await place.upkeep()
            #expect(try place.number("SELECT count(*) FROM reactionroles_grants") == 0)
            try await place.enable()
            #expect(try await place.ask("GET", "panels").number("total") == 0)
        }
    }
}
