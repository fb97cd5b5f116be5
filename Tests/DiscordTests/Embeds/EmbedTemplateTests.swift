import Discord
import Essentials
import Testing

struct EmbedTemplateTests {
    private func filled(_ json: String, _ values: VariableValues = [:]) throws -> String? {
        try EmbedTemplate(json: json).filled(values).map { String(decoding: $0, as: UTF8.self) }
    }

    private func fault(_ json: String) -> EmbedFault? {
        do throws(EmbedFault) {
            _ = try EmbedTemplate(json: json)
            return nil
        } catch {
            return error
        }
    }

    @Test func `what Discord takes of an embed goes through, the rest is left out`() throws {
        let json = """
            {"content":"x","embeds":[{"type":"rich","title":"T","description":"D","url":"https://a.b",
            "timestamp":"2026-01-31T12:00:00.000Z","color":255,"footer":{"text":"F","icon_url":"http://c.d/e"},
            "image":{"url":"https://i","width":3},"thumbnail":{"url":"https://t"},"video":{"url":"https://v"},
            "author":{"name":"A","url":"https://u","icon_url":"https://v"},
            "fields":[{"name":"N","value":"V","inline":true},{"name":"N","value":"V"}]}]}
            """
        #expect(
            try filled(json)
                == #"[{"title":"T","description":"D","url":"https://a.b","#
                + #""timestamp":"2026-01-31T12:00:00.000Z","color":255,"#
                + #""footer":{"text":"F","icon_url":"http://c.d/e"},"image":{"url":"https://i"},"#
                + #""thumbnail":{"url":"https://t"},"#
                + #""author":{"name":"A","url":"https://u","icon_url":"https://v"},"#
                + #""fields":[{"name":"N","value":"V","inline":true},"#
                + #"{"name":"N","value":"V","inline":false}]}]"#)
    }

    @Test func `a quote in a value breaks nothing`() throws {
        let json = #"{"embeds":[{"title":"Hi <user_nickname>"}]}"#
        let values: VariableValues = [
            "user_nickname": #""},{"title":"\ <user_id>"#, "user_id": "1",
        ]
        #expect(try filled(json, values) == #"[{"title":"Hi \"},{\"title\":\"\\ <user_id>"}]"#)
    }

    @Test func `variables are found in every text`() throws {
        let json = """
            {"embeds":[{"title":"<a>","description":"<b>","url":"<c>","timestamp":"<d>",
            "footer":{"text":"<e>","icon_url":"<f>"},"image":{"url":"<g>"},"thumbnail":{"url":"<h>"},
            "author":{"name":"<i>","url":"<j>","icon_url":"<k>"},"fields":[{"name":"<l>","value":"<m>"}]}]}
            """
        #expect(try EmbedTemplate(json: json).names == Set("abcdefghijklm".map(String.init)))
    }

    @Test func `what values made useless is left out, but not a field`() throws {
        let json = """
            {"embeds":[{"title":"<none>","image":{"url":"<word>"},"timestamp":"<word>",
            "footer":{"text":"<none>"},"fields":[{"name":"<none>","value":"<none>"}]}]}
            """
        #expect(
            try filled(json, ["none": " ", "word": "Unknown"])
                == "[{\"fields\":[{\"name\":\"\u{200B}\",\"value\":\"\u{200B}\",\"inline\":false}]}]"
        )
    }

    @Test func `embeds that values left empty are left out, and nothing is nothing`() throws {
        let json = #"{"embeds":[{"title":"<none>"},{"title":"x"}]}"#
        #expect(try filled(json, ["none": ""]) == #"[{"title":"x"}]"#)
        #expect(try filled(#"{"embeds":[{"title":"<none>"}]}"#, ["none": ""]) == nil)
    }

    @Test func `texts are cut to their limits after filling`() throws {
        let json = """
            {"embeds":[{"title":"<long>","author":{"name":"<long>"},"fields":[{"name":"<long>","value":"<long>"}],
            "footer":{"text":"<long>"}}]}
            """
        let text = try #require(try filled(json, ["long": String(repeating: "x", count: 3000)]))
        let runs = text.split { $0 != "x" }.map(\.count).filter { $0 > 9 }
        #expect(runs == [256, 2048, 256, 256, 1024])
    }

    @Test func `all texts together are cut to 6,000 characters`() throws {
        let json = """
            {"embeds":[{"description":"<long>"},{"description":"<long>","fields":[{"name":"n","value":"v"}]},
            {"title":"late"}]}
            """
        let text = try #require(try filled(json, ["long": String(repeating: "x", count: 5000)]))
        #expect(text.split { $0 != "x" }.map(\.count) == [4096, 1904])
        #expect(!text.contains("late"))
        #expect(!text.contains("fields"))
    }

    @Test(arguments: [
        ("", "the embeds are not valid JSON: it ends too early (at byte 0)."),
        ("[]", "the text must be a JSON object."),
        ("{}", "'embeds' is required."),
        (#"{"embeds":{}}"#, "'embeds' must be a list."),
        (#"{"embeds":[]}"#, "'embeds' must be a list of 1 to 5 elements."),
        (#"{"embeds":[1]}"#, "'embeds[0]' must be an object."),
        (
            #"{"embeds":[{"color":1}]}"#,
            "'embeds[0]' must have a title, description, field, footer, author or picture."
        ),
        (#"{"embeds":[{"title":1}]}"#, "'embeds[0].title' must be a string."),
        (#"{"embeds":[{"title":"x","color":"red"}]}"#, "'embeds[0].color' must be an integer."),
        (
            #"{"embeds":[{"title":"x","color":16777216}]}"#,
            "'embeds[0].color' must be from 0 to 16777215."
        ),
        (
            #"{"embeds":[{"title":"x","url":"ftp://x"}]}"#,
            "'embeds[0].url' must be an address that begins with http:// or https://."
        ),
        (
            #"{"embeds":[{"title":"x","timestamp":"now"}]}"#,
            "'embeds[0].timestamp' must be a time such as 2026-01-31T12:00:00.000Z."
        ),
        (
            #"{"embeds":[{"title":"x"},{"fields":[{"name":"n","value":""}]}]}"#,
            "'embeds[1].fields[0].value' must be from 1 to 1024 characters long."
        ),
        (
            #"{"embeds":[{"footer":{"icon_url":"https://x"}}]}"#,
            "'embeds[0].footer.text' is required."
        ),
        (
            #"{"embeds":[{"title":"x","fields":[{"name":"n","value":"v","inline":1}]}]}"#,
            "'embeds[0].fields[0].inline' must be true or false."
        ),
    ])
    func `a broken rule is told with its place`(json: String, words: String) {
        #expect(fault(json)?.words == words)
    }

    @Test(arguments: [
        ("title", 256), ("description", 4096), ("footer", 2048), ("author", 256),
    ])
    func `a text may be as long as Discord takes it, and no longer`(name: String, limit: Int) {
        func json(_ length: Int) -> String {
            let text = "\"\(String(repeating: "é", count: length))\""
            let value =
                switch name {
                case "footer": #"{"text":\#(text)}"#
                case "author": #"{"name":\#(text)}"#
                default: text
                }
            return #"{"embeds":[{"\#(name)":\#(value)}]}"#
        }
        #expect(fault(json(limit)) == nil)
        #expect(fault(json(limit + 1))?.rule == .length(1...limit))
    }

    @Test func `there are at most 5 embeds of 25 fields and 6,000 characters`() {
        func embeds(_ count: Int, _ embed: String) -> String {
            #"{"embeds":["# + Array(repeating: embed, count: count).joined(separator: ",") + "]}"
        }
        func fields(_ count: Int) -> String {
            let field = #"{"name":"n","value":"v"}"#
            return #"{"fields":["#
                + Array(repeating: field, count: count).joined(separator: ",") + "]}"
        }
        let long = #"{"description":"\#(String(repeating: "x", count: 3000))"}"#
        #expect(fault(embeds(5, #"{"title":"x"}"#)) == nil)
        #expect(fault(embeds(6, #"{"title":"x"}"#))?.rule == .count(1...5))
        #expect(fault(embeds(1, fields(25))) == nil)
        #expect(fault(embeds(1, fields(26)))?.rule == .count(0...25))
        #expect(fault(embeds(2, long)) == nil)
        #expect(fault(embeds(3, long))?.rule == .allTogether(6000))
    }
}
