import Essentials
import TestSupport
import Testing

@testable import DiscordEmulator

/// What isn't there, isn't the bot's, or is answered by somebody else than Discord.
@Suite struct ForeignTests {
    private static let world = #"""
        {"guilds": [
          {"id": "100", "owner": "9", "channels": [
            {"id": "110", "messages": [{"id": "111"}]}, {"id": "120", "messages": [{"id": "121"}]}]},
          {"id": "200", "owner": "8", "bot": false, "roles": [{"id": "230", "name": "r"}],
           "channels": [{"id": "210", "messages": [{"id": "211"}]}]}]}
        """#

    @Test(arguments: [
        ("GET", "/guilds/200", 404, 10004), ("GET", "/guilds/1", 404, 10004),
        ("GET", "/guilds/200/channels", 403, 50001), ("GET", "/guilds/200/roles", 403, 50001),
        ("GET", "/guilds/200/members/8", 403, 50001), ("GET", "/guilds/200/invites", 403, 50001),
        ("GET", "/guilds/200/vanity-url", 403, 50001), ("GET", "/channels/210", 403, 50001),
        ("GET", "/channels/210/messages/211", 403, 50001),
        ("DELETE", "/channels/210/messages/211", 403, 50001),
        ("PUT", "/channels/210/messages/211/reactions/%E2%AD%90/@me", 403, 50001),
        ("PUT", "/guilds/200/members/8/roles/230", 403, 50001),
        ("PUT", "/guilds/100/members/9/roles/230", 404, 10011),
        ("GET", "/guilds/100/members/8", 404, 10007), ("GET", "/guilds/100/members/1", 404, 10013),
        ("GET", "/channels/1", 404, 10003), ("GET", "/channels/110/messages/1", 404, 10008),
        ("GET", "/channels/110/messages/121", 404, 10008),
        ("GET", "/channels/110/messages/211", 404, 10008),
        ("PATCH", "/channels/110/messages/121", 404, 10008),
    ])
    func `what is another guild's, another channel's or nowhere is refused by Discord's code`(
        _ method: String, _ path: String, _ status: Int, _ code: Int
    ) async throws {
        let description = try DiscordDescription()
        try await withCaller { caller async throws in
            try await caller.act("PUT", "/world", Self.world)
            let body = method == "PATCH" ? #"{"content": "a"}"# : nil
            let answer = try await caller.ask(method, path, body, by: description)
            #expect(answer.status == status)
            #expect(answer.code == code)
        }
    }

    @Test(arguments: [
        (#""effect": "answer", "type": "text", "body": "404 page not found""#, "text/plain"),
        (#""effect": "answer", "type": "html", "body": "<html>gone</html>""#, "text/html"),
        (#""effect": "answer", "html": true, "body": "<html>gone</html>""#, "text/html"),
        (#""effect": "fail", "code": 0, "message": "404: Not Found""#, "application/json"),
        (#""effect": "answer", "body": """#, "application/json"),
    ])
    func `a 404 that isn't Discord's comes as often as wanted`(
        _ effect: String, _ contentType: String
    ) async throws {
        try await withCaller { caller async throws in
            try await caller.act("PUT", "/world", Self.world)
            let fault =
                #"{"path": "/channels/*/messages/*", "times": 2, "status": 404, \#(effect)}"#
            try await caller.act("POST", "/faults", fault)
            for _ in 0..<2 {
                let answer = try await caller.ask("GET", "/channels/110/messages/111")
                #expect(answer.status == 404)
                #expect(answer.contentType == contentType)
                #expect((answer.code ?? 0) == 0)
            }
            #expect(try await caller.ask("GET", "/channels/110/messages/111").status == 200)
        }
    }

    @Test func `an answer of a kind that there isn't is a mistake`() async throws {
        try await withCaller { caller async throws in
            let fault = #"{"effect": "answer", "type": "pdf"}"#
            #expect(try await caller.control("POST", "/faults", fault).status == 400)
        }
    }
}
