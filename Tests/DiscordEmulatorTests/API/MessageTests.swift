import Essentials
import TestSupport
import Testing

@testable import DiscordEmulator

@Suite struct MessageTests {
    @Test func `a nonce within the last minutes gives back the first message`() async throws {
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            let channel = guild.addChannel()
            let post = { (enforces: Bool) in
                try await caller.ask(
                    "POST", "/channels/\(channel)/messages",
                    #"{"content": "a", "nonce": "n", "enforce_nonce": \#(enforces)}"#
                ).json["id"]?.id
            }
            let first = try await post(true)
            #expect(try await post(true) == first)
            #expect(guild.channel(channel)?.messages.count == 1)
            #expect(try await post(false) != first)
            caller.world.clock.advance(by: caller.world.nonceMemory)
            #expect(try await post(true) != first)
            #expect(guild.channel(channel)?.messages.count == 3)
        }
    }

    @Test func `a deleted message's nonce is free again`() async throws {
        try await withCaller { caller async throws in
            let channel = caller.world.addGuild().addChannel()
            let body = #"{"content": "a", "nonce": 7, "enforce_nonce": true}"#
            let path = "/channels/\(channel)/messages"
            let first = try await caller.ask("POST", path, body).json["id"]?.string ?? ""
            #expect(try await caller.ask("DELETE", "\(path)/\(first)").status == 204)
            #expect(try await caller.ask("POST", path, body).json["id"]?.string != first)
        }
    }

    @Test(arguments: [
        (#"{"content": "%"}"#, 2000, "content"),
        (#"{"embeds": [{"title": "%"}]}"#, 256, "embeds"),
        (#"{"embeds": [{"description": "%"}]}"#, 4096, "embeds"),
        (#"{"embeds": [{"footer": {"text": "%"}}]}"#, 2048, "embeds"),
        (#"{"embeds": [{"author": {"name": "%"}}]}"#, 256, "embeds"),
        (#"{"embeds": [{"fields": [{"name": "%", "value": "v"}]}]}"#, 256, "embeds"),
        (#"{"embeds": [{"fields": [{"name": "n", "value": "%"}]}]}"#, 1024, "embeds"),
        (#"{"content": "a", "nonce": "%"}"#, 25, "nonce"),
        (
            #"{"content": "a", "components": [{"type": 1, "components": "#
                + #"[{"type": 2, "style": 1, "custom_id": "c", "label": "%"}]}]}"#, 80, "components"
        ),
        (
            #"{"content": "a", "components": [{"type": 1, "components": "#
                + #"[{"type": 2, "style": 1, "custom_id": "%", "label": "l"}]}]}"#, 100,
            "components"
        ),
        (
            #"{"content": "a", "components": [{"type": 1, "components": [{"type": 3, "#
                + #""custom_id": "c", "options": [{"label": "%", "value": "v"}]}]}]}"#, 100,
            "components"
        ),
    ])
    func `a text of its limit's length is taken, a longer one refused`(
        _ body: String, _ limit: Int, _ member: String
    ) async throws {
        try await withCaller { caller async throws in
            let channel = caller.world.addGuild().addChannel()
            let parts = body.split(separator: "%", omittingEmptySubsequences: false)
            let post = { (length: Int) in
                let text = String(repeating: "\u{1F98A}", count: length)
                return try await caller.ask(
                    "POST", "/channels/\(channel)/messages", parts.joined(separator: text))
            }
            #expect(try await post(limit).status == 200)
            let refused = try await post(limit + 1)
            #expect(refused.status == 400)
            #expect(refused.code == 50035)
            #expect(refused.json["errors"]?[member] != nil)
        }
    }

    @Test(arguments: [
        #"{"embeds": [{"title": "t"},{},{},{},{},{},{},{},{},{},{}]}"#,
        #"{"content": "a", "components": [{"type": 2, "style": 1, "custom_id": "c", "label": "l"}]}"#,
        #"{"content": "a", "components": [{"type": 1, "components": []}]}"#,
        #"{"content": "a", "components": [{"type": 1, "components": [{"type": 2, "style": 1, "custom_id": "c"}]}]}"#,
        #"{"content": "a", "components": [{"type": 1, "components": [{"type": 2, "style": 5, "label": "l"}]}]}"#,
        #"{"content": "a", "message_reference": {"message_id": "1"}}"#,
        #"{"content": "a", "allowed_mentions": {"parse": ["all"]}}"#,
        #"{"content": "a", "allowed_mentions": {"parse": ["users"], "users": ["1"]}}"#,
        #"{"content": 1}"#, #"{"embeds": [{"title": "t", "url": "ftp://x"}]}"#,
    ])
    func `what Discord doesn't take is an invalid form`(_ body: String) async throws {
        try await withCaller { caller async throws in
            let channel = caller.world.addGuild().addChannel()
            let answer = try await caller.ask("POST", "/channels/\(channel)/messages", body)
            #expect(answer.code == 50035, "\(answer.text)")
            #expect(caller.world.channel(channel)?.messages.isEmpty == true)
        }
    }

    @Test func `no more than 25 buttons, each with an id of its own`() async throws {
        try await withCaller { caller async throws in
            let channel = caller.world.addGuild().addChannel()
            let post = { (rows: [Int], isUnique: Bool) in
                var number = 0
                let list = rows.map { count in
                    let buttons = (0..<count).map { _ in
                        number += isUnique ? 1 : 0
                        return #"{"type": 2, "style": 1, "label": "l", "custom_id": "\#(number)"}"#
                    }
                    return #"{"type": 1, "components": [\#(buttons.joined(separator: ","))]}"#
                }
                return try await caller.ask(
                    "POST", "/channels/\(channel)/messages",
                    #"{"content": "a", "components": [\#(list.joined(separator: ","))]}"#)
            }
            #expect(try await post([5, 5, 5, 5, 5], true).status == 200)
            #expect(try await post([5, 5, 5, 5, 5, 1], true).code == 50035)
            #expect(try await post([6], true).code == 50035)
            #expect(try await post([2], false).code == 50035)
        }
    }

    @Test func `all embeds together have 6,000 characters`() async throws {
        try await withCaller { caller async throws in
            let channel = caller.world.addGuild().addChannel()
            let post = { (second: Int) in
                let texts = [4000, second].map { String(repeating: "a", count: $0) }
                let embeds = texts.map { #"{"description": "\#($0)"}"# }.joined(separator: ",")
                return try await caller.ask(
                    "POST", "/channels/\(channel)/messages", #"{"embeds": [\#(embeds)]}"#)
            }
            #expect(try await post(2000).status == 200)
            #expect(try await post(2001).code == 50035)
        }
    }

    @Test func `who is mentioned follows from the text and what is allowed`() async throws {
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            let channel = guild.addChannel()
            let (one, two) = (guild.addMember(), guild.addMember())
            let role = guild.addRole()
            let post = { (rule: String) in
                let answer = try await caller.ask(
                    "POST", "/channels/\(channel)/messages",
                    #"{"content": "@everyone <@\#(one)> <@!\#(two)> <@&\#(role)>"\#(rule)}"#)
                return try #require(
                    answer.json["id"]?.id.flatMap { guild.message($0, in: channel) }?.mentions)
            }
            #expect(try await post("").users == [one, two])
            #expect(try await post("").everyone == false)
            guild.setBotPermissions(.bot.union(.mentionEveryone))
            #expect(try await post("").everyone)
            #expect(try await post("").roles == [role])
            #expect(try await post(#", "allowed_mentions": {"parse": []}"#) == Mentions())
            let some = try await post(
                #", "allowed_mentions": {"parse": [], "users": ["\#(two)"], "roles": ["\#(role)"]}"#
            )
            #expect(some.users == [two])
            #expect(some.roles == [role])
            #expect(!some.everyone)
        }
    }

    @Test func `messages are listed after, before, around and newest first`() async throws {
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            let channel = guild.addChannel()
            let ids = (0..<120).map { _ in guild.addMessage(in: channel) }
            let list = { (query: String) in
                let answer = try await caller.ask("GET", "/channels/\(channel)/messages\(query)")
                return answer.json.elements.compactMap { $0["id"]?.id }
            }
            #expect(try await list("") == ids.suffix(50).reversed())
            #expect(try await list("?limit=3") == ids.suffix(3).reversed())
            #expect(try await list("?after=\(ids[9])&limit=3") == ids[10...12].reversed())
            #expect(try await list("?after=0&limit=2") == ids[0...1].reversed())
            #expect(try await list("?before=\(ids[9])&limit=3") == ids[6...8].reversed())
            #expect(try await list("?around=\(ids[9])&limit=3") == ids[8...10].reversed())
        }
    }

    @Test func `only own messages are edited, and a new text leaves the embeds`() async throws {
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            let channel = guild.addChannel()
            let path = "/channels/\(channel)/messages"
            let other = guild.addMessage(in: channel)
            let refused = try await caller.ask("PATCH", "\(path)/\(other)", #"{"content": "x"}"#)
            #expect(refused.code == 50005)
            let own = try await caller.ask(
                "POST", path, #"{"content": "a", "embeds": [{"title": "t"}]}"#)
            let id = try #require(own.json["id"]?.string)
            let edited = try await caller.ask("PATCH", "\(path)/\(id)", #"{"content": "b"}"#)
            #expect(edited.json["content"]?.string == "b")
            #expect(edited.json["embeds"]?[0]?["title"]?.string == "t")
            #expect(edited.json["edited_timestamp"]?.string != nil)
            let emptied = try await caller.ask(
                "PATCH", "\(path)/\(id)", #"{"content": "", "embeds": []}"#)
            #expect(emptied.code == 50006)
        }
    }

    @Test func `without the intent others' contents are empty`() async throws {
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            let channel = guild.addChannel()
            let message = guild.addMessage("secret", in: channel)
            let read = {
                try await caller.ask("GET", "/channels/\(channel)/messages/\(message)")
                    .json["content"]?.string
            }
            #expect(try await read() == "secret")
            caller.world.intents.messageContent = false
            #expect(try await read() == "")
        }
    }

    @Test func `follow-ups have 15 minutes and their token`() async throws {
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            let channel = guild.addChannel()
            caller.world.addInteraction(token: "t", in: channel)
            let post = { (application: Snowflake, token: String, flags: Int) in
                try await caller.ask(
                    "POST", "/webhooks/\(application)/\(token)",
                    #"{"content": "a", "flags": \#(flags)}"#, token: nil)
            }
            let own = caller.world.application
            #expect(try await post(own, "t", 64).status == 200)
            #expect(try await post(own, "t", 0).status == 200)
            #expect(guild.channel(channel)?.messages.count == 1)
            #expect(caller.world.interaction("t")?.followUps.map(\.isEphemeral) == [true, false])
            #expect(try await post(own, "other", 0).code == 10015)
            #expect(try await post(guild.id, "t", 0).code == 10015)
            caller.world.clock.advance(by: .seconds(900))
            let late = try await post(own, "t", 0)
            #expect(late.status == 401)
            #expect(late.code == 50027)
        }
    }
}
