import Discord
import Essentials
import TestSupport
import Testing

@testable import Serverstats

@Suite struct StarboardPostTests {
    private func post(_ message: Int64 = 3) throws -> StarboardPost {
        StarboardPost(
            guild: try #require(Snowflake(rawValue: 1)),
            channel: try #require(Snowflake(rawValue: 2)),
            message: try #require(Snowflake(rawValue: message)))
    }

    /// The embed's members of the post made of a message.
    private func embed(of message: String) throws -> String {
        let document = JSONDocument()
        return try Array(message.utf8).withUnsafeBytes { bytes in
            try document.parse(bytes)
            let original = try #require(Message(document.root))
            let draft = try post().draft(of: original, stars: 5, attempt: 1)
            return String(decoding: try #require(draft.embeds), as: UTF8.self)
        }
    }

    @Test func `a nonce has at most 25 characters and is another one for each generation`() throws {
        let longest = try post(.max)
        var nonces: Set<String> = []
        for generation in [1, 2, 35, 36, 60_466_174, 60_466_175] as [Int64] {
            let nonce = longest.nonce(attempt: generation)
            #expect(nonce.utf16.count <= 25)
            nonces.insert(nonce)
        }
        #expect(nonces.count == 6)
        #expect(try post(12).nonce(attempt: 3) != post(1).nonce(attempt: 23))
    }

    @Test func `the text tells the stars and the channel and mentions nobody`() throws {
        #expect(try post().text(stars: 5) == "⭐ 5 · <#2>")
        #expect(try post().edit(stars: 6).embeds == nil)
    }

    @Test func `the embed has author, text, picture, time and jump link`() throws {
        let embed = try embed(
            of: """
                {"id":"3","content":"Hi \\"you\\"","timestamp":"2026-01-31T12:00:00+00:00",
                "author":{"id":"9","username":"ann","global_name":"Ann","avatar":"f00"},
                "attachments":[{"url":"https://a/b.txt","content_type":"text/plain"},
                {"url":"https://a/c.png","content_type":"image/png"}]}
                """)
        #expect(
            embed == """
                [{"author":{"name":"Ann","icon_url":"https://cdn.discordapp.com/avatars/9/f00.png"},\
                "title":"Jump to the message","url":"https://discord.com/channels/1/2/3",\
                "description":"Hi \\"you\\"","image":{"url":"https://a/c.png"},\
                "timestamp":"2026-01-31T12:00:00+00:00","color":16755763}]
                """)
    }

    @Test func `an embed's text and picture stand in for what the message hasn't`() throws {
        let embed = try embed(
            of: """
                {"id":"3","content":"","author":{"id":"4194304","username":"ann"},
                "embeds":[{"title":"T"},{"description":"D","image":{"url":"https://a/i.png"}}]}
                """)
        #expect(embed.contains(#""description":"T""#))
        #expect(embed.contains(#""image":{"url":"https://a/i.png"}"#))
        #expect(embed.contains(#""icon_url":"https://cdn.discordapp.com/embed/avatars/1.png""#))
        #expect(!embed.contains("timestamp"))
    }

    @Test(arguments: [
        #"{"url":"https://a/SPOILER_c.png","filename":"SPOILER_c.png","content_type":"image/png"}"#,
        #"{"url":"https://a/c.png","filename":"c.png","content_type":"image/png","flags":8}"#,
    ])
    func `a picture marked as a spoiler is not shown, and the post says so`(attachment: String)
        throws
    {
        let embed = try embed(of: #"{"id":"3","content":"Look","attachments":[\#(attachment)]}"#)
        #expect(!embed.contains("c.png"))
        #expect(embed.contains(#""description":"Look\n\n*A picture is hidden as a spoiler"#))
        let open = #"{"url":"https://a/d.png","filename":"d.png"}"#
        let both = try self.embed(
            of: #"{"id":"3","content":"","attachments":[\#(attachment),\#(open)]}"#)
        #expect(both.contains(#""image":{"url":"https://a/d.png"}"#))
        #expect(both.contains("hidden as a spoiler"))
    }

    @Test func `the preview of a link in a spoiler is hidden as the link is`() throws {
        let preview = #"{"url":"https://a/x","thumbnail":{"url":"https://a/t.png"}}"#
        let hidden = try embed(
            of: #"{"id":"3","content":"see || https://a/x ||","embeds":[\#(preview)]}"#)
        #expect(!hidden.contains("t.png"))
        #expect(hidden.contains("hidden as a spoiler"))
        let open = try embed(
            of: #"{"id":"3","content":"|| a || https://a/x","embeds":[\#(preview)]}"#)
        #expect(open.contains(#""image":{"url":"https://a/t.png"}"#))
    }

    @Test func `a text in a spoiler stays in it where it is cut`() throws {
        let long = "||" + String(repeating: "s", count: 5_000) + "||"
        let embed = try embed(of: #"{"id":"3","content":"\#(long)"}"#)
        #expect(embed.contains(#"s…||""#))
    }

    @Test(arguments: [
        (
            #""message_snapshots":[{"message":{"content":"Forwarded","attachments":[{"url":"https://a/f.png","content_type":"image/png"}]}}]"#,
            #""description":"Forwarded""#, #""url":"https://a/f.png""#
        ),
        (
            #""sticker_items":[{"id":"77","name":"Wave","format_type":1}]"#,
            #""image""#, #""url":"https://cdn.discordapp.com/stickers/77.png""#
        ),
        (
            #""sticker_items":[{"id":"77","name":"Wave","format_type":3}]"#,
            #""description":"Wave""#, #""description""#
        ),
        (
            #""embeds":[{"fields":[{"name":"N","value":"V"},{"name":"M","value":"W"}]}]"#,
            #""description":"**N**\nV\n**M**\nW""#, #""description""#
        ),
        (
            #""embeds":[{"author":{"name":"A"},"footer":{"text":"F"}}]"#,
            #""description":"A\nF""#, #""description""#
        ),
        (
            #""components":[{"type":17,"components":[{"type":10,"content":"T"},{"type":12,"items":[{"media":{"url":"https://a/g.png"}}]}]}]"#,
            #""description":"T""#, #""url":"https://a/g.png""#
        ),
        (
            #""components":[{"type":9,"components":[{"type":10,"content":"S"}],"accessory":{"type":11,"media":{"url":"https://a/h.png"}}}]"#,
            #""description":"S""#, #""url":"https://a/h.png""#
        ),
        (
            #""poll":{"question":{"text":"Q?"},"answers":[{"poll_media":{"text":"Yes"}},{"poll_media":{"text":"No"}}]}"#,
            #""description":"Q?\n• Yes\n• No""#, #""description""#
        ),
    ])
    func `a post shows what a reader of the message sees`(
        contents: String, words: String, more: String
    ) throws {
        let embed = try embed(of: #"{"id":"3","content":"",\#(contents)}"#)
        #expect(embed.contains(words), "\(embed)")
        #expect(embed.contains(more), "\(embed)")
    }

    @Test func `pictures and texts of a hidden container stay hidden`() throws {
        let gallery = #"{"type":12,"items":[{"media":{"url":"https://a/g.png"}}]}"#
        let embed = try embed(
            of: """
                {"id":"3","content":"","components":[{"type":17,"spoiler":true,\
                "components":[{"type":10,"content":"a || b"},\(gallery)]}]}
                """)
        #expect(!embed.contains("g.png"))
        #expect(embed.contains(#""description":"||a  b||\n\n*A picture is hidden"#), "\(embed)")
    }

    @Test func `long texts are cut between characters`() {
        let family = "👨‍👩‍👧‍👦"
        #expect("abc".shortened(to: 3) == "abc")
        #expect("abcd".shortened(to: 3) == "ab…")
        let long = String(repeating: family, count: 1_000).shortened(to: 4_096)
        #expect(long.unicodeScalars.count <= 4_096)
        #expect(long.dropLast().allSatisfy { String($0) == family })
        #expect(long.count > 350)
    }

    @Test func `bots' stars count for nothing, nor does a second one`() throws {
        let document = JSONDocument()
        let list = #"[{"id":"1"},{"id":"2","bot":true},{"id":"3"}]"#
        let users = try Array(list.utf8).withUnsafeBytes { bytes in
            try document.parse(bytes)
            return document.root.elements.compactMap { User($0) }
        }
        let twice = Dictionary((users + users).map { ($0.id, $0) }) { first, _ in first }
        #expect(StarReading.count(twice) == 2)
    }

    @Test func `ids of a time are Discord's`() {
        // Discord's own example: 175928847299117063 is of 2016-04-30 11:18:25.796 UTC.
        let time = Timestamp(microseconds: 1_462_015_105_796_000)
        #expect(Snowflake(firstAt: time).rawValue == (175_928_847_299_117_063 >> 22) << 22)
        #expect(Snowflake(firstAt: Timestamp(microseconds: 0)).rawValue == 1)
    }
}
