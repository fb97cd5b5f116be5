import Discord
import DiscordEmulator
import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Serverstats

/// What calls of add and remove do, one after the other.
@Suite struct StarboardFlowTests {
    @Test func `the post comes at enough stars, follows them, and goes below`() async throws {
        try await withStarboard { board in
            try await board.enable()
            let message = board.message(stars: 2)
            #expect(try await board.add(message).status == 200)
            #expect(board.shown == [])
            board.star(message, by: [500])
            #expect(try await board.add(message).text.contains("was sent"))
            #expect(board.shown == ["⭐ 3 · <#\(board.channel)>"])
            board.star(message, by: [501, 502])
            #expect(try await board.add(message).text.contains("updated"))
            #expect(board.shown == ["⭐ 5 · <#\(board.channel)>"])
            board.unstar(message, by: [500])
            try await board.remove(message)
            #expect(board.shown == ["⭐ 4 · <#\(board.channel)>"])
            #expect(try board.entryCount() == 1)
            board.unstar(message, by: [501, 502])
            #expect(try await board.remove(message).text.contains("removed"))
            #expect(board.shown == [])
            #expect(try board.entryCount() == 0)
        }
    }

    @Test func `a post made anew has a new nonce, for Discord would give the deleted one back`()
        async throws
    {
        try await withStarboard { board in
            try await board.enable()
            let message = board.message(stars: 3)
            try await board.add(message)
            board.unstar(message, by: [101])
            try await board.remove(message)
            board.star(message, by: [101])
            try await board.add(message)
            let sent = board.emulator.calls("POST", StarboardPath.posting)
            let nonces = sent.compactMap { $0.body["nonce"]?.string }
            #expect(nonces.count == 2)
            #expect(Set(nonces).count == 2)
            #expect(nonces.allSatisfy { $0.utf16.count <= 25 })
            #expect(board.shown.count == 1)
        }
    }

    @Test func `normal and burst stars count each member once, and no bots`() async throws {
        try await withStarboard { board in
            try await board.enable(count: 4)
            let message = board.message(stars: 3)
            board.star(message, by: [102, 103], .burst)
            let bots = (0..<2).map { _ in board.emulator.world.addUser("robot", isBot: true).id }
            board.star(message, by: bots.map(\.rawValue))
            try await board.add(message)
            #expect(board.shown == [])
            board.star(message, by: [200], .burst)
            try await board.add(message)
            #expect(board.shown == ["⭐ 4 · <#\(board.channel)>"])
        }
    }

    @Test func `stars are counted over all pages`() async throws {
        try await withStarboard { board in
            try await board.enable()
            let message = board.message(stars: 250)
            board.star(message, by: 300...400, .burst)
            try await board.add(message)
            #expect(board.shown == ["⭐ 300 · <#\(board.channel)>"])
        }
    }

    @Test func `no page is asked for where Discord's count is far below`() async throws {
        try await withStarboard { board in
            try await board.enable(count: 10)
            let message = board.message(stars: 4)
            try await board.add(message)
            // The channel's guild is asked for once.
            #expect(board.emulator.calls.count == 2)
            board.unstar(message, by: 101...104)
            try await board.remove(message)
            #expect(board.emulator.calls.count == 3)
        }
    }

    @Test func `a count that stands is not sent again`() async throws {
        try await withStarboard { board in
            try await board.enable()
            let message = board.message(stars: 3)
            try await board.add(message)
            try await board.add(message)
            try await board.remove(message)
            #expect(board.count("PATCH") == 0)
            #expect(board.count("POST") == 1)
        }
    }

    @Test func `a post mentions nobody`() async throws {
        try await withStarboard { board in
            try await board.enable()
            let message = board.message("@everyone <@5>", stars: 3)
            try await board.add(message)
            board.star(message, by: [900_000])
            try await board.add(message)
            let sent = board.emulator.calls.filter { $0.method == "POST" || $0.method == "PATCH" }
            #expect(sent.count == 2)
            for call in sent {
                #expect(call.body["allowed_mentions"]?["parse"] == .array([]))
            }
            #expect(sent.first?.body["enforce_nonce"]?.bool == true)
        }
    }

    @Test func `off, add and remove are 800`() async throws {
        try await withStarboard { board in
            let message = board.message(stars: 3)
            #expect(try await board.add(message).code == 800)
            try await board.enable(on: [.messages])
            #expect(try await board.add(message).code == 800)
            #expect(try await board.remove(message).code == 800)
            #expect(board.emulator.calls.isEmpty)
        }
    }

    @Test func `messages of the starboard itself don't count`() async throws {
        try await withStarboard { board in
            try await board.enable()
            let own = board.message(stars: 3, in: board.board)
            let answer = try await board.add(own, in: board.board)
            #expect(answer.status == 200)
            #expect(answer.text.contains("don't count"))
            #expect(board.emulator.calls.isEmpty)
            // Nor does a post that stands in what was the starboard's channel.
            let message = board.message(stars: 3)
            try await board.add(message)
            let post = try #require(board.standing().last)
            board.star(post.id, by: board.members(5))
            try await board.enable(channel: board.guild.addChannel())
            #expect(try await board.add(post.id, in: board.board).text.contains("don't count"))
        }
    }

    @Test func `nothing goes from an age-restricted channel into one that isn't`() async throws {
        try await withStarboard { board in
            try await board.enable()
            let restricted = board.guild.addChannel(isNSFW: true)
            let thread = board.guild.addChannel(type: 11, parent: restricted)
            for channel in [restricted, thread] {
                let message = board.message(stars: 3, in: channel)
                let answer = try await board.add(message, in: channel)
                #expect(answer.status == 422)
                #expect(board.shown == [])
            }
            let few = board.message(stars: 2, in: restricted)
            #expect(try await board.add(few, in: restricted).status == 200)
            let target = board.guild.addChannel(isNSFW: true)
            try await board.enable(channel: target)
            let message = board.message(stars: 3, in: thread)
            #expect(try await board.add(message, in: thread).status == 200)
            #expect(board.standing(in: target).count == 1)
        }
    }

    @Test func `a channel of another guild is refused`() async throws {
        try await withStarboard { board in
            try await board.enable()
            let other = board.emulator.world.addGuild(name: "Other")
            let foreign = other.addChannel()
            let message = other.addMessage(in: foreign)
            for member in board.members(3).compactMap({ Snowflake(rawValue: $0) }) {
                other.react(to: message, in: foreign, by: member)
            }
            let answer = try await board.add(message, in: foreign)
            #expect(answer.status == 422)
            #expect(answer.said.contains("channel_id"))
            // Nothing of the message is read.
            #expect(board.emulator.calls("*", "/channels/*/messages/**").isEmpty)
        }
    }

    @Test func `a post stays where it was when the settings name another channel`() async throws {
        try await withStarboard { board in
            try await board.enable()
            let (old, new) = (board.message(stars: 3), board.message(stars: 3))
            try await board.add(old)
            let channel = board.guild.addChannel()
            try await board.enable(channel: channel)
            board.star(old, by: [600])
            try await board.add(old)
            try await board.add(new)
            #expect(board.shown == ["⭐ 4 · <#\(board.channel)>"])
            #expect(board.standing(in: channel).count == 1)
        }
    }

    @Test func `a threshold that is changed counts from the next call on`() async throws {
        try await withStarboard { board in
            try await board.enable()
            let message = board.message(stars: 3)
            try await board.add(message)
            try await board.enable(count: 4)
            try await board.add(message)
            #expect(board.shown == [])
            try await board.enable(count: 3)
            try await board.add(message)
            #expect(board.shown.count == 1)
        }
    }
}
