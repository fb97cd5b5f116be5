import Essentials
import TestSupport
import Testing

@testable import DiscordEmulator

/// Every type of message and every content that Discord's description knows, put into a channel by `/_control`.
@Suite struct MessageKindTests {
    static let types =
        Array(0...12) + Array(14...29) + [31, 32, 36, 37, 38, 39, 46, 55]

    private static let media =
        #"{"id": "5", "url": "https://a.example", "proxy_url": "https://a.example"}"#
    private static let contents = [
        #""type": 0, "poll": {"question": "tea?", "answers": ["yes", "no"]}"#,
        #""message_snapshots": [{"message": {"content": "forwarded", "embeds": [{"title": "t"}], "#
            + #""attachments": [{"filename": "SPOILER_a.png"}]}}]"#,
        #""sticker_items": [{"id": "6", "name": "wave", "format_type": 1}]"#,
        #""flags": 32768, "components": [{"type": 17, "accent_color": null, "spoiler": true, "#
            + #""components": [{"type": 10, "content": "hi"}, {"type": 9, "components": "#
            + #"[{"type": 10, "content": "part"}], "accessory": {"type": 11, "description": null, "#
            + #""spoiler": false, "media": \#(media)}}]}, {"type": 12, "items": [{"media": "#
            + #"\#(media), "description": null, "spoiler": true}]}, "#
            + #"{"type": 14, "spacing": 1, "divider": true}]"#,
        #""embeds": [{"type": "video", "url": "https://a.example", "provider": {"name": "p"}}]"#,
        #""embeds": [{"fields": [{"name": "n", "value": "v"}]}]"#,
        #""type": 6, "message_reference": {"type": 0, "channel_id": "1", "message_id": "2"}"#,
        #""type": 25, "role_subscription_data": {"role_subscription_listing_id": "1", "#
            + #""tier_name": "t", "total_months_subscribed": 2, "is_renewal": true}"#,
        #""type": 20, "webhook": "7", "application_id": "7", "interaction_metadata": {"id": "3", "#
            + #""type": 3, "authorizing_integration_owners": {}, "interacted_message_id": "4"}"#,
    ]

    @Test(arguments: types) func `a message of each type is as described`(_ type: Int) async throws
    {
        let description = try DiscordDescription()
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            let channel = guild.addChannel()
            let path = "/channels/\(channel)/messages"
            let id = try await caller.act(
                "POST", "/messages", #"{"channel": "\#(channel)", "type": \#(type)}"#)["id"]?.string
            let message = try await caller.ask("GET", "\(path)/\(id ?? "")", by: description)
            #expect(message.json["type"]?.integer == type)
            let report = try await caller.control("GET", "/guilds/\(guild.id)").json
            #expect(report["channels"]?[0]?["messages"]?[0]?["type"]?.integer == type)
            // Only what somebody wrote can be replied to.
            let reply = try await caller.ask(
                "POST", path,
                #"{"content": "a", "message_reference": {"message_id": "\#(id ?? "")"}}"#,
                by: description)
            #expect((reply.code == 50035) == ![0, 19, 20, 23].contains(type))
            let deleted = try await caller.ask("DELETE", "\(path)/\(id ?? "")", by: description)
            #expect((deleted.code == 50021) == [1, 2, 3, 4, 5, 21].contains(type))
        }
    }

    @Test(arguments: contents)
    func `a message of each content is as described, and has it`(_ content: String) async throws {
        let description = try DiscordDescription()
        try await withCaller { caller async throws in
            let channel = caller.world.addGuild().addChannel()
            try await caller.act("POST", "/messages", "{\"channel\": \"\(channel)\", \(content)}")
            let path = "/channels/\(channel)/messages"
            let message = try #require(
                try await caller.ask("GET", path, by: description).json[0])
            let given = try #require(JSON(parsing: "{\(content)}"))
            for member in given.members where member.key != "webhook" {
                #expect(message.value(member.key) != nil, "\(member.key): \(message.text)")
            }
        }
    }

    @Test func `without the intent a poll and a forward are hidden`() async throws {
        try await withCaller { caller async throws in
            let channel = caller.world.addGuild().addChannel()
            for content in Self.contents.prefix(2) {
                try await caller.act(
                    "POST", "/messages", "{\"channel\": \"\(channel)\", \(content)}")
            }
            try await caller.act("PATCH", "/settings", #"{"message_content_intent": false}"#)
            let messages = try await caller.ask("GET", "/channels/\(channel)/messages").json
            #expect(messages.elements.count == 2)
            for message in messages.elements {
                #expect(message["poll"] == nil)
                #expect(message["message_snapshots"] == nil)
            }
        }
    }

    @Test(arguments: [#""type": 13"#, #""type": 99"#, #""pole": {}"#])
    func `what Discord hasn't got is a mistake`(_ content: String) async throws {
        try await withCaller { caller async throws in
            let channel = caller.world.addGuild().addChannel()
            let body = "{\"channel\": \"\(channel)\", \(content)}"
            #expect(try await caller.control("POST", "/messages", body).status == 400)
        }
    }
}
