import Essentials
import EventLoop
import TestSupport
import Testing

@testable import DiscordEmulator

/// Threads: channels without overwrites of their own, listed nowhere, which close.
@Suite struct ThreadTests {
    /// A guild with a channel, and a thread made by `/_control`.
    @LoopActor
    private static func thread(
        _ more: String, in caller: EmulatorCaller, type: Int = 11
    ) async throws -> (EmulatedGuild, Snowflake, Snowflake) {
        let guild = caller.world.addGuild()
        let parent = guild.addChannel(type: type == 10 ? 5 : 0)
        let made = try await caller.act(
            "POST", "/channels",
            #"{"guild": "\#(guild.id)", "name": "talk", "type": \#(type), "parent": "\#(parent)"\#(more)}"#
        )
        return (guild, parent, try #require(made["channels"]?[0]?.id))
    }

    @Test(arguments: [10, 11, 12])
    func `a thread of each type is as described, and not among the guild's channels`(
        _ type: Int
    ) async throws {
        let description = try DiscordDescription()
        try await withCaller { caller async throws in
            let (guild, parent, thread) = try await Self.thread(
                #", "messages": [{"content": "in it"}]"#, in: caller,
                type: type)
            let shown = try await caller.ask("GET", "/channels/\(thread)", by: description).json
            #expect(shown["type"]?.integer == type)
            #expect(shown["parent_id"]?.id == parent)
            #expect(shown["message_count"]?.integer == 1)
            let listed = try await caller.ask(
                "GET", "/guilds/\(guild.id)/channels", by: description)
            #expect(listed.json.elements.compactMap { $0["id"]?.id } == [parent])
            let posted = try await caller.ask(
                "POST", "/channels/\(thread)/messages", #"{"content": "a"}"#, by: description)
            #expect(posted.json["channel_id"]?.id == thread)
            try await caller.ask("DELETE", "/channels/\(parent)", by: description)
            #expect(try await caller.ask("GET", "/channels/\(thread)").code == 10003)
        }
    }

    @Test func `a thread goes by its parent's overwrites, and by a right of its own to write`()
        async throws
    {
        try await withCaller { caller async throws in
            let (guild, parent, thread) = try await Self.thread("", in: caller)
            let deny = { (bits: PermissionBits) in
                _ = try await caller.act(
                    "POST", "/overwrites",
                    #"{"channel": "\#(parent)", "overwrites": [{"id": "\#(caller.world.bot.id)", "#
                        + #""type": 1, "deny": "\#(bits.rawValue)"}]}"#)
            }
            let post = {
                try await caller.ask("POST", "/channels/\(thread)/messages", #"{"content": "a"}"#)
            }
            try await deny(.sendMessages)
            #expect(try await post().status == 200)
            try await deny(.sendInThreads)
            #expect(try await post().code == 50013)
            try await deny(.viewChannel)
            #expect(try await post().code == 50001)
            #expect(guild.channel(thread)?.overwrites == [])
        }
    }

    @Test func `a private thread is seen by its members and by who manages threads`() async throws {
        try await withCaller { caller async throws in
            let (guild, _, thread) = try await Self.thread(
                #", "members": []"#, in: caller, type: 12)
            let ask = { try await caller.ask("GET", "/channels/\(thread)") }
            #expect(try await ask().code == 50001)
            guild.setBotPermissions(.bot.union(.manageThreads))
            #expect(try await ask().status == 200)
            guild.setBotPermissions(.bot)
            let join = #"{"channel": "\#(thread)", "members": ["\#(caller.world.bot.id)"]}"#
            try await caller.act("PATCH", "/threads", join)
            #expect(try await ask().status == 200)
        }
    }

    @Test func `in an archived thread nothing changes until a message opens it`() async throws {
        let description = try DiscordDescription()
        try await withCaller { caller async throws in
            let (guild, _, thread) = try await Self.thread("", in: caller)
            let path = "/channels/\(thread)/messages"
            let ask = { (method: String, path: String, body: String?) in
                try await caller.ask(method, path, body, by: description)
            }
            let text = #"{"content": "a"}"#
            let own = try await ask("POST", path, text).json["id"]?.string ?? ""
            let close = #"{"channel": "\#(thread)", "archived": true, "locked": true}"#
            try await caller.act("PATCH", "/threads", close)
            #expect(try await ask("GET", "\(path)/\(own)", nil).status == 200)
            #expect(try await ask("PATCH", "\(path)/\(own)", text).code == 50083)
            #expect(try await ask("DELETE", "\(path)/\(own)", nil).code == 50083)
            let reaction = "\(path)/\(own)/reactions/%E2%AD%90/@me"
            #expect(try await ask("PUT", reaction, nil).code == 50083)
            #expect(try await ask("POST", path, text).code == 50083)
            try await caller.act(
                "PATCH", "/threads", #"{"channel": "\#(thread)", "locked": false}"#)
            #expect(try await ask("POST", path, text).status == 200)
            #expect(guild.channel(thread)?.thread?.isArchived == false)
            #expect(try await ask("PUT", reaction, nil).status == 204)
        }
    }

    @Test func `threads are renamed by who manages threads, and count for no limit`() async throws {
        try await withCaller { caller async throws in
            let (guild, parent, thread) = try await Self.thread(#", "count": 500"#, in: caller)
            let rename = { try await caller.ask("PATCH", "/channels/\(thread)", #"{"name": "b"}"#) }
            #expect(try await rename().code == 50013)
            guild.setBotPermissions(.bot.union(.manageThreads))
            #expect(try await rename().json["name"]?.string == "b")
            let made = try await caller.ask(
                "POST", "/guilds/\(guild.id)/channels", #"{"name": "more"}"#)
            #expect(made.status == 201)
            #expect(guild.channel(parent)?.thread == nil)
        }
    }

    @Test(arguments: [#""type": "thread""#, #""type": "text", "archived": true"#])
    func `a thread without a parent, or a channel that is archived, is a mistake`(
        _ fields: String
    ) async throws {
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            let body = "{\"guild\": \"\(guild.id)\", \(fields)}"
            #expect(try await caller.control("POST", "/channels", body).status == 400)
        }
    }

    @Test(arguments: [4, 15]) func `categories and forums take no messages`(
        _ type: Int
    ) async throws {
        try await withCaller { caller async throws in
            let channel = caller.world.addGuild().addChannel(type: type)
            let refused = try await caller.ask(
                "POST", "/channels/\(channel)/messages", #"{"content": "a"}"#)
            #expect(refused.code == 50008)
        }
    }
}
