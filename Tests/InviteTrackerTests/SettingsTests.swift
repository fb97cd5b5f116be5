import Essentials
import EventLoop
import TestSupport
import Testing

@Suite struct SettingsTests {
    private static let joinText = #""Welcome <user_mention>""#
    private static let embeds = #""{\"embeds\":[{\"title\":\"Hello\"}]}""#

    @Test func `what GET gives can be PUT unchanged`() async throws {
        try await withWorker { worker, _ in
            try await worker.ask("POST", "enable")
            let put = try await worker.put([
                "join_messages_enabled": "true", "join_messages_channel": "5",
                "join_message_content": Self.joinText, "leave_messages_enabled": "true",
                "leave_messages_channel": "\"6\"", "leave_message_content": Self.embeds,
                "leave_message_is_embed": "1", "prevent_own_invite_code": "true",
                "server_shared_invite_link": #""https://discord.gg/den""#,
            ])
            #expect(put.status == 200, "\(put.said)")
            let first = try await worker.ask("GET", "settings")
            let object = first.text.dropFirst(#"{"success":true,"data":{"settings":"#.count)
                .dropLast(#"},"error":{}}"#.count)
            let again = try await worker.api.ask(
                "PUT", "/modules/invite-tracker/settings", String(object))
            #expect(again.text == first.text)
        }
    }

    @Test(arguments: [
        ("join_messages_enabled", "true", "join_messages_channel"),
        ("leave_messages_enabled", "true", "leave_messages_channel"),
        ("join_message_is_embed", "2", "join_message_is_embed"),
        ("leave_message_is_embed", "\"x\"", "leave_message_is_embed"),
        ("server_shared_invite_link", "\"\"", "server_shared_invite_link"),
    ])
    func `a setting that can't be is refused by name`(
        field: String, value: String, named: String
    ) async throws {
        try await withWorker { worker, _ in
            try await worker.ask("POST", "enable")
            let answer = try await worker.put([field: value])
            #expect(answer.code == 400)
            #expect(answer.message?.contains("'\(named)'") == true, "\(answer.said)")
        }
    }

    @Test func `a message that Discord wouldn't take is refused when it's stored`() async throws {
        try await withWorker { worker, _ in
            try await worker.ask("POST", "enable")
            let long = try await worker.put([
                "join_message_content": "\"\(String(repeating: "é", count: 2001))\""
            ])
            #expect(long.code == 400)
            let embed = try await worker.put([
                "leave_message_content": #""{\"embeds\":[]}""#, "leave_message_is_embed": "true",
            ])
            #expect(embed.code == 400)
            #expect(embed.message?.contains("'leave_message_content'") == true, "\(embed.said)")
            #expect(try await worker.put().status == 200)
        }
    }

    @Test(arguments: ["join_message_content", "leave_message_content"])
    func `a blank message, which Discord never takes, is refused when it's stored`(name: String)
        async throws
    {
        try await withWorker { worker, _ in
            try await worker.ask("POST", "enable")
            let on = name.replacing("message_content", with: "messages_enabled")
            for blank in [#"" ""#, #""\n\t  ""#, #""\u00a0\u2003""#] {
                for isOn in ["true", "false"] {
                    let channel = name.replacing("message_content", with: "messages_channel")
                    let answer = try await worker.put([name: blank, on: isOn, channel: "5"])
                    #expect(answer.code == 400)
                    #expect(answer.message?.contains("'\(name)'") == true, "\(answer.said)")
                }
            }
            #expect(try await worker.put([name: #"" <user_id> ""#]).status == 200)
        }
    }

    @Test func `a disabled module is told before what is wrong with the request's values`()
        async throws
    {
        try await withWorker { worker, _ in
            let embed = try await worker.put([
                "leave_message_content": #""{\"embeds\":[]}""#, "leave_message_is_embed": "true",
            ])
            #expect(embed.code == 800)
            #expect(try await worker.ask("GET", "settings").code == 800)
            #expect(try await worker.ask("GET", "invite-links").code == 800)
            #expect(try await worker.join(1).code == 800)
            #expect(try await worker.leave(1).code == 800)
            #expect(try await worker.uses(of: 1).code == 800)
        }
    }

    @Test func `the module's life: enabled once, disabled once, deleted always`() async throws {
        try await withWorker { worker, database in
            #expect(try await worker.ask("POST", "disable").code == 800)
            #expect(try await worker.ask("DELETE", "settings/delete").status == 200)
            #expect(try await worker.ask("POST", "enable").status == 200)
            #expect(try await worker.ask("POST", "enable").code == 801)
            #expect(try await worker.ask("GET", "status").text.contains(#""status":true"#))
            try database.join(1, by: 7)
            let gone = try await worker.ask("POST", "disable")
            #expect(gone.data?.list("stats_uses").count == 1)
            #expect(gone.data?.member("stats_uses_total")?.int64() == 1)
            #expect(try await worker.ask("GET", "status").text.contains(#""status":false"#))
            #expect(try await worker.ask("POST", "enable").status == 200)
            #expect(try await worker.totals(of: 7) == [0, 0, 0])
        }
    }
}
