import API
import DiscordEmulator
import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Reactionroles

@Suite struct CheckTests {
    /// Every combination of the switches, at Discord: what a member has after reacting, reacting otherwise, and taking it back.
    @Test func `each combination of switches does what it says`() async throws {
        try await withPlace { place in
            for bits in 0..<16 {
                let (limit, remove) = (bits & 1 != 0, bits & 2 != 0)
                let (keep, unrelated) = (bits & 4 != 0, bits & 8 != 0)
                let panel = try await place.makePanel(
                    Place.switches(
                        "emoji", limit: limit, remove: remove, keep: keep, unrelated: unrelated))
                let apple = try await place.makeEntry(panel, "🍎")
                let pear = try await place.makeEntry(panel, "🍐")
                let member = place.guild.addMember()
                let foreign = place.guild.addRole()
                place.guild.setRoles([foreign], of: member)

                #expect(try await place.react(panel, "🍎", by: member).status == 200)
                #expect(place.roles(of: member) == [foreign, apple.role], "\(bits)")
                #expect(try await place.react(panel, "🍐", by: member).status == 200)
                let both: Set = limit ? [foreign, pear.role] : [foreign, apple.role, pear.role]
                #expect(place.roles(of: member) == both, "\(bits)")
                let reaction = place.message(panel)?.reaction(EmulatedEmoji("🍐"))
                #expect(reaction?.normal.contains(member) == !keep, "\(bits)")

                #expect(try await place.unreact(panel, "🍐", by: member).status == 200)
                let takes = remove && !keep
                #expect(
                    place.roles(of: member) == (takes ? both.subtracting([pear.role]) : both),
                    "\(bits)")
                if keep {
                    _ = try await place.react(panel, "🍐", by: member)
                    #expect(
                        place.roles(of: member) == (remove ? both.subtracting([pear.role]) : both),
                        "\(bits)")
                }
                let other = try await place.react(panel, "🥦", by: member)
                #expect(other.code == (unrelated ? nil : 422), "\(bits) \(other.said)")
                #expect(
                    (place.message(panel)?.reaction(EmulatedEmoji("🥦")) == nil) == unrelated)
            }
        }
    }

    @Test(arguments: ["button", "dropdown"])
    func `components toggle, within their panel, and tell only the member`(
        type: String
    ) async throws {
        try await withPlace { place in
            for bits in 0..<4 {
                let (limit, remove) = (bits & 1 != 0, bits & 2 != 0)
                let panel = try await place.makePanel(
                    Place.switches(type, limit: limit, remove: remove))
                let apple = try await place.makeEntry(panel, "🍎")
                let pear = try await place.makeEntry(panel, "🍐")
                let member = place.guild.addMember()
                var interactions: [EmulatedInteraction] = []
                @LoopActor func click(_ entry: TestEntry) async throws -> Set<Snowflake> {
                    let token = "token-\(bits)-\(interactions.count)"
                    interactions.append(
                        place.emulator.world.addInteraction(token: token, in: place.channel))
                    let answer = try await place.click(panel, entry, by: member, token: token)
                    #expect(answer.status == 200, "\(answer.said)")
                    return place.roles(of: member)
                }
                #expect(try await click(apple) == [apple.role])
                let both: Set = limit ? [pear.role] : [apple.role, pear.role]
                #expect(try await click(pear) == both)
                #expect(try await click(pear) == (remove ? both.subtracting([pear.role]) : both))
                let followUps = interactions.flatMap(\.followUps)
                #expect(followUps.count == 3)
                #expect(followUps.allSatisfy { $0.isEphemeral })
                #expect(followUps.allSatisfy { $0.mentions.roles.isEmpty })
            }
            let times = place.workers[0].recorder.events.filter {
                $0.statistic == "modules/reactionroles/check-time"
            }
            #expect(times.count == 12)
        }
    }

    @Test func `only what must change is asked of Discord`() async throws {
        try await withPlace { place in
            let panel = try await place.makePanel(Place.switches("button", remove: false))
            let entry = try await place.makeEntry(panel, "🍎")
            let member = place.guild.addMember(roles: [entry.role])
            place.emulator.clearCalls()
            #expect(try await place.click(panel, entry, by: member).status == 200)
            #expect(place.changes.filter { !$0.path.hasPrefix("/webhooks") }.isEmpty)
        }
    }

    @Test func `bots and the panel's own reactions are ignored`() async throws {
        try await withPlace { place in
            let panel = try await place.makePanel(
                Place.switches("emoji", keep: true, unrelated: true))
            let entry = try await place.makeEntry(panel, "🍎")
            let bot = place.emulator.world.addUser("bot", isBot: true)
            place.guild.addMember(bot.id)
            place.emulator.clearCalls()
            for who in [bot.id, place.emulator.world.bot.id] {
                #expect(try await place.react(panel, "🍎", by: who).status == 200)
                #expect(try await place.react(panel, "🥦", by: who).status == 200)
                #expect(!place.roles(of: who).contains(entry.role))
            }
            #expect(place.changes.isEmpty)
        }
    }

    @Test func `what is no panel is 404, an unknown entry 422, a component without a member 422`()
        async throws
    {
        try await withPlace { place in
            let panel = try await place.makePanel(Place.switches("button"))
            let entry = try await place.makeEntry(panel, "🍎")
            let member = place.guild.addMember()
            let plain = place.guild.addMessage(in: place.channel)
            let answer = try await place.ask(
                "POST", "check",
                """
                "message_id":\(plain),"channel_id":\(place.channel),"interaction_type":"reaction_add",
                "emoji_name":"🍎","emoji_id":null,"member_id":\(member)
                """)
            #expect(answer.code == 404)
            let unknown = TestEntry(id: "9999", role: entry.role, emoji: "🍎")
            #expect(try await place.click(panel, unknown, by: member).code == 422)
            #expect(try await place.tell("reaction_add", panel, "🍎", by: member).code == 422)
            let nobody = try await place.ask(
                "POST", "check",
                """
                "message_id":\(panel.message),"channel_id":\(place.channel),"interaction_type":"component",
                "interaction_custom_id":"kennel:reactionrole:\(panel.id):\(entry.id)","interaction_value":null,
                "interaction_id_token":"t","application_id":"1"
                """)
            #expect(nobody.code == 422)
            #expect(nobody.message?.contains("'member_id'") == true)
        }
    }

    @Test func `a reaction of nobody in particular is settled from who reacts now`() async throws {
        try await withPlace { place in
            let panel = try await place.makePanel(Place.switches("emoji"))
            let entry = try await place.makeEntry(panel, "🍎")
            let members = (0..<3).map { _ in place.guild.addMember() }
            for member in members {
                place.guild.react(
                    EmulatedEmoji("🍎"), to: panel.message, in: place.channel, by: member)
            }
            #expect(try await place.tell("reaction_add", panel, "🍎", by: nil).status == 200)
            #expect(members.allSatisfy { place.roles(of: $0) == [entry.role] })
            let answer = try await place.unreact(panel, "🍎", by: members[0], isTold: false)
            #expect(answer.status == 200, "\(answer.said)")
            #expect(place.roles(of: members[0]).isEmpty)
            #expect(place.roles(of: members[1]) == [entry.role])
        }
    }

    @Test func `fifty clicks at once on two workers end with one role`() async throws {
        try await withPlace(workers: 2) { place in
            let panel = try await place.makePanel(
                Place.switches("button", limit: true, remove: false))
            var entries: [TestEntry] = []
            for emoji in EntryTests.emojis(5) {
                entries.append(try await place.makeEntry(panel, emoji))
            }
            let member = place.guild.addMember()
            let all = entries
            let answers = try await inParallel(50) { number in
                try await place.click(
                    panel, all[number % 5], by: member, worker: number % 2
                ).status
            }
            #expect(answers.allSatisfy { $0 == 200 }, "\(answers)")
            #expect(place.roles(of: member).count == 1)
            let given = try place.number(
                "SELECT count(*) FROM reactionroles_grants WHERE state = 1")
            #expect(given == 1)
            #expect(
                try place.number("SELECT count(*) FROM reactionroles_grants WHERE state <> 1") == 0)
        }
    }
}
