import Essentials
import TestSupport
import Testing

@testable import DiscordEmulator

@Suite struct ReactionTests {
    @Test func `normal and burst reactions are apart, and pages go by ids`() async throws {
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            let channel = guild.addChannel()
            let message = guild.addMessage(in: channel)
            let users = (0..<30).map { _ in guild.addMember() }
            for user in users { guild.react(to: message, in: channel, by: user) }
            guild.react(to: message, in: channel, by: users[0], isBurst: true)
            let list = { (query: String) in
                let path = "/channels/\(channel)/messages/\(message)/reactions/%E2%AD%90"
                return try await caller.ask("GET", path + query).json.elements
                    .compactMap { $0["id"]?.id }
            }
            #expect(try await list("") == Array(users.prefix(25)))
            #expect(try await list("?limit=100&type=0") == users)
            #expect(try await list("?limit=100&type=1") == [users[0]])
            #expect(try await list("?limit=2&after=\(users[3])") == Array(users[4...5]))
            let shown = try await caller.ask("GET", "/channels/\(channel)/messages/\(message)")
            let details = shown.json["reactions"]?[0]?["count_details"]
            #expect(details?["normal"]?.integer == 30)
            #expect(details?["burst"]?.integer == 1)
            #expect(shown.json["reactions"]?[0]?["me"]?.bool == false)
        }
    }

    @Test func `a message has 20 emoji at most`() async throws {
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            let channel = guild.addChannel()
            let message = guild.addMessage(in: channel)
            for number in 0..<20 {
                let id = caller.world.newID()
                guild.emojis[id] = "e\(number)"
                let emoji = EmulatedEmoji("e\(number)", id: id)
                #expect(guild.react(emoji, to: message, in: channel, by: guild.owner))
            }
            let path = "/channels/\(channel)/messages/\(message)/reactions"
            let refused = try await caller.ask("PUT", "\(path)/%E2%AD%90/@me")
            #expect(refused.status == 403)
            #expect(refused.code == 30010)
            let (id, name) = try #require(guild.emojis.first)
            #expect(try await caller.ask("PUT", "\(path)/\(name)%3A\(id)/@me").status == 204)
            #expect(guild.message(message, in: channel)?.reactions.count == 20)
        }
    }

    @Test(arguments: [
        ("%E2%AD%90", true), ("1%EF%B8%8F%E2%83%A3", true), ("abc", false), ("1", false),
    ])
    func `only emoji are emoji`(_ text: String, _ isEmoji: Bool) async throws {
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            let channel = guild.addChannel()
            let message = guild.addMessage(in: channel)
            let answer = try await caller.ask(
                "PUT", "/channels/\(channel)/messages/\(message)/reactions/\(text)/@me")
            #expect(answer.code == (isEmoji ? nil : 10014))
        }
    }

    @Test func `an emoji of a guild that the bot isn't in is unknown`() async throws {
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            let channel = guild.addChannel()
            let message = guild.addMessage(in: channel)
            let other = caller.world.addGuild(hasBot: false)
            other.emojis[other.owner] = "e"
            let path = "/channels/\(channel)/messages/\(message)/reactions/e:\(other.owner)/@me"
            #expect(try await caller.ask("PUT", path).code == 10014)
            guild.emojis[other.owner] = "e"
            #expect(try await caller.ask("PUT", path).status == 204)
        }
    }

    @Test func `reactions are taken back: own, one user's, an emoji's, all`() async throws {
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            let channel = guild.addChannel()
            let id = guild.addMessage(in: channel)
            let message = try #require(guild.message(id, in: channel))
            let (one, two) = (guild.addMember(), guild.addMember())
            let base = "/channels/\(channel)/messages/\(id)/reactions"
            _ = try await caller.ask("PUT", "\(base)/%E2%AD%90/@me")
            for user in [one, two] { guild.react(to: id, in: channel, by: user) }
            guild.react(to: id, in: channel, by: one, isBurst: true)
            #expect(message.reaction(.star)?.count == 4)
            _ = try await caller.ask("DELETE", "\(base)/%E2%AD%90/@me")
            #expect(message.reaction(.star)?.count == 3)
            _ = try await caller.ask("DELETE", "\(base)/%E2%AD%90/\(one)")
            #expect(message.reaction(.star)?.normal == [two])
            _ = try await caller.ask("DELETE", "\(base)/%E2%AD%90")
            #expect(message.reactions.isEmpty)
            guild.react(to: id, in: channel, by: one)
            _ = try await caller.ask("DELETE", base)
            #expect(message.reactions.isEmpty)
        }
    }
}
