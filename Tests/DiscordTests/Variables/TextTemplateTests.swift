import Discord
import Essentials
import Testing

struct TextTemplateTests {
    @Test(arguments: [
        ("Hi <user_mention>!", "Hi <@5>!"),
        ("<user_mention><user_mention>", "<@5><@5>"),
        ("a < b > c <user_mention", "a < b > c <user_mention"),
        ("<<user_mention>>", "<<@5>>"),
        (
            "<unknown> <User_mention> <> <user mention>",
            "<unknown> <User_mention> <> <user mention>"
        ),
        ("<:wave:1> <@7> <#8> <t:1:R>", "<:wave:1> <@7> <#8> <t:1:R>"),
        ("", ""),
        ("é<user_mention>\u{301}", "é<@5>\u{301}"),
    ])
    func `variables become their values, all else stays`(text: String, filled: String) {
        #expect(TextTemplate(text).filled(["user_mention": "<@5>"]) == filled)
    }

    @Test func `a value that looks like a variable is not replaced again`() {
        let values: VariableValues = ["a": "<b>", "b": "<a>", "half": "<"]
        #expect(TextTemplate("<a> <b> <half>a>").filled(values) == "<b> <a> <a>")
    }

    @Test func `names are what stands where variables may`() {
        let template = TextTemplate("<a> x <b_c> <a> < d> <E> <@1>")
        #expect(template.names == ["a", "b_c"])
        #expect(template.hasVariables)
        #expect(!TextTemplate("<E> <@1>").hasVariables)
    }

    @Test func `a combining mark behind a variable hides nothing`() {
        let template = TextTemplate("<\u{301}a> <a>\u{301}")
        #expect(template.filled(["a": "1"]) == "<\u{301}a> 1\u{301}")
    }

    @Test func `the stored text's own mentions are found, each once, everyone never`() throws {
        let text = "<@1> <@!2> <@&3> <@1> <@everyone> @everyone @here <@&> <@-4> <@0> <@ 5> <@6"
        let mentions = TextTemplate(text).mentions
        #expect(mentions.users == [try id(1), try id(2)])
        #expect(mentions.roles == [try id(3)])
    }

    @Test func `the members come first, and Discord's hundred is kept`() throws {
        let text = (1...150).map { "<@\($0)>" }.joined()
        let mentions = Mentions([try id(999)], and: Mentions(namedIn: text))
        #expect(mentions.users.count == 100)
        #expect(mentions.users.first == (try id(999)))
    }

    @Test func `what a value names is not mentioned`() throws {
        let message = try StoredMessage("<user_nickname> <@&3>", isEmbed: false)
        let draft = message.draft(
            ["user_nickname": "<@8> @everyone <@&9>"], mentioning: [try id(5)])
        #expect(draft?.content == "<@8> @everyone <@&9> <@&3>")
        #expect(draft?.mentionedUsers == [try id(5)])
        #expect(draft?.mentionedRoles == [try id(3)])
    }

    @Test func `a message is cut to Discord's limit, at a character's end`() throws {
        let message = try StoredMessage("<a>👩‍👩‍👧", isEmbed: false)
        let long = String(repeating: "é", count: 1_998)
        let draft = message.draft(["a": long], mentioning: [])
        #expect(draft?.content == long)
    }

    @Test func `a message of white space can't be sent`() throws {
        let message = try StoredMessage("<a>", isEmbed: false)
        #expect(message.draft(["a": " \n"], mentioning: []) == nil)
    }
}

func id(_ number: Int64) throws -> Snowflake { try #require(Snowflake(rawValue: number)) }
