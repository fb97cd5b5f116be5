import Discord
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
            board.discord.star(message, by: [500])
            #expect(try await board.add(message).text.contains("was sent"))
            #expect(board.shown == ["⭐ 3 · <#\(board.channel)>"])
            board.discord.star(message, by: [501, 502])
            #expect(try await board.add(message).text.contains("updated"))
            #expect(board.shown == ["⭐ 5 · <#\(board.channel)>"])
            board.discord.unstar(message, by: [500])
            try await board.remove(message)
            #expect(board.shown == ["⭐ 4 · <#\(board.channel)>"])
            #expect(try board.entryCount() == 1)
            board.discord.unstar(message, by: [501, 502])
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
            board.discord.unstar(message, by: [101])
            try await board.remove(message)
            board.discord.star(message, by: [101])
            try await board.add(message)
            let posts = board.discord.posts.values.filter { $0.channel == board.board }
            #expect(Set(posts.compactMap(\.nonce)).count == 2)
            #expect(posts.allSatisfy { ($0.nonce?.utf16.count ?? 99) <= 25 })
            #expect(board.shown.count == 1)
        }
    }

    @Test func `normal and burst stars count each member once, and no bots`() async throws {
        try await withStarboard { board in
            try await board.enable(count: 4)
            let message = board.message(stars: 3)
            board.discord.star(message, by: [102, 103], .burst)
            board.discord.star(message, by: [StarDiscord.firstBot, StarDiscord.firstBot + 1])
            try await board.add(message)
            #expect(board.shown == [])
            board.discord.star(message, by: [200], .burst)
            try await board.add(message)
            #expect(board.shown == ["⭐ 4 · <#\(board.channel)>"])
        }
    }

    @Test func `stars are counted over all pages`() async throws {
        try await withStarboard { board in
            try await board.enable()
            let message = board.message(stars: 250)
            board.discord.star(message, by: 300...400, .burst)
            try await board.add(message)
            #expect(board.shown == ["⭐ 300 · <#\(board.channel)>"])
        }
    }

    @Test func `no page is asked for where Discord's count is far below`() async throws {
        try await withStarboard { board in
            try await board.enable(count: 10)
            let message = board.message(stars: 4)
            try await board.add(message)
            #expect(board.discord.calls.count == 1)
            board.discord.unstar(message, by: 101...104)
            try await board.remove(message)
            #expect(board.discord.calls.count == 2)
        }
    }

    @Test func `a count that stands is not sent again`() async throws {
        try await withStarboard { board in
            try await board.enable()
            let message = board.message(stars: 3)
            try await board.add(message)
            try await board.add(message)
            try await board.remove(message)
            #expect(board.discord.count("PATCH") == 0)
            #expect(board.discord.count("POST") == 1)
        }
    }

    @Test func `a post mentions nobody`() async throws {
        try await withStarboard { board in
            try await board.enable()
            let message = board.discord.addMessage(in: board.channel, "@everyone <@5>")
            board.discord.star(message, by: board.members(3))
            try await board.add(message)
            board.discord.star(message, by: [900_000])
            try await board.add(message)
            let sent = board.discord.calls.filter { $0.method == "POST" || $0.method == "PATCH" }
            #expect(sent.count == 2)
            for call in sent { #expect(call.body.contains(#""allowed_mentions":{"parse":[]"#)) }
            #expect(sent[0].body.contains(#""enforce_nonce":true"#))
        }
    }

    @Test func `off, add and remove are 800`() async throws {
        try await withStarboard { board in
            let message = board.message(stars: 3)
            #expect(try await board.add(message).code == 800)
            try await board.enable(on: [.messages])
            #expect(try await board.add(message).code == 800)
            #expect(try await board.remove(message).code == 800)
            #expect(board.discord.calls.isEmpty)
        }
    }

    @Test func `messages of the starboard itself don't count`() async throws {
        try await withStarboard { board in
            try await board.enable()
            let own = board.message(stars: 3, in: board.board)
            let answer = try await board.add(own, in: board.board)
            #expect(answer.status == 200)
            #expect(answer.text.contains("don't count"))
            #expect(board.discord.calls.isEmpty)
            // Nor does a post that stands in what was the starboard's channel.
            let message = board.message(stars: 3)
            try await board.add(message)
            let post = try #require(board.discord.standing(in: board.board).last)
            board.discord.star(post.id, by: board.members(5))
            try await board.enable(channel: board.discord.addChannel(in: board.guild))
            #expect(try await board.add(post.id, in: board.board).text.contains("don't count"))
        }
    }

    @Test func `nothing goes from an age-restricted channel into one that isn't`() async throws {
        try await withStarboard { board in
            try await board.enable()
            let restricted = board.discord.addChannel(in: board.guild, isRestricted: true)
            let thread = board.discord.addChannel(in: board.guild, type: 11, parent: restricted)
            for channel in [restricted, thread] {
                let message = board.message(stars: 3, in: channel)
                let answer = try await board.add(message, in: channel)
                #expect(answer.status == 422)
                #expect(board.shown == [])
            }
            let few = board.message(stars: 2, in: restricted)
            #expect(try await board.add(few, in: restricted).status == 200)
            board.discord.channels[board.board]?.isRestricted = true
            let message = board.message(stars: 3, in: thread)
            #expect(try await board.add(message, in: thread).status == 200)
            #expect(board.shown.count == 1)
        }
    }

    @Test func `a channel of another guild is refused`() async throws {
        try await withStarboard { board in
            try await board.enable()
            let foreign = board.discord.addChannel(in: 4_711)
            let message = board.message(stars: 3, in: foreign)
            let answer = try await board.add(message, in: foreign)
            #expect(answer.status == 400)
            #expect(answer.said.contains("channel_id"))
        }
    }

    @Test func `a post stays where it was when the settings name another channel`() async throws {
        try await withStarboard { board in
            try await board.enable()
            let (old, new) = (board.message(stars: 3), board.message(stars: 3))
            try await board.add(old)
            let channel = board.discord.addChannel(in: board.guild)
            try await board.enable(channel: channel)
            board.discord.star(old, by: [600])
            try await board.add(old)
            try await board.add(new)
            #expect(board.shown == ["⭐ 4 · <#\(board.channel)>"])
            #expect(board.discord.standing(in: channel).count == 1)
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
