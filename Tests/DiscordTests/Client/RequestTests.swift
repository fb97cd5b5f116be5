import Essentials
import EventLoop
import HTTP
import TestSupport
import Testing

@testable import Discord

/// How calls look on the wire.
@Suite struct RequestTests {
    private static let user = #"{"id":"7","username":"kennel","bot":true}"#
    private static let message = #"{"id":"5","channel_id":"6","content":""}"#

    /// The one request that a call sends.
    private func request(
        _ answer: ScriptedServer.Answer = .status(204),
        _ call: @escaping @LoopActor @Sendable (DiscordCalls) async throws -> Void
    ) async throws -> String {
        let server = try ScriptedServer(answer)
        try await onLoop { try await call(DiscordClient(to: server.base).calls()) }
        #expect(server.requests.count == 1)
        return try #require(server.requests.first)
    }

    @Test func `a call says who it is and what it takes`() async throws {
        let request = try await request(.status(200, Self.user)) { calls in
            let id = try await calls.bot().id
            #expect(id == 7)
        }
        #expect(request.hasPrefix("GET /api/v10/users/@me HTTP/1.1\r\n"))
        #expect(request.contains("\r\nAuthorization: Bot secret.bot.token\r\n"))
        #expect(request.contains("\r\nUser-Agent: DiscordBot (https://localhost/kennel, 1.2)\r\n"))
        #expect(request.contains("\r\nAccept-Encoding: gzip\r\n"))
        #expect(!request.contains("Content-Type"))
        #expect(!request.contains("traceparent"))
    }

    @Test func `a body is JSON with its length, and nobody is mentioned unasked`() async throws {
        let request = try await request(.status(200, Self.message)) { calls in
            var draft = MessageDraft(content: "Hi @everyone \"⭐\"")
            draft.mentionedUsers = [9]
            _ = try await calls.createMessage(draft, in: 6)
        }
        #expect(request.hasPrefix("POST /api/v10/channels/6/messages HTTP/1.1\r\n"))
        #expect(request.contains("\r\nContent-Type: application/json\r\n"))
        #expect(!request.contains("Expect:"))
        let body = try #require(request.split(separator: "\r\n\r\n").last)
        #expect(request.contains("\r\nContent-Length: \(body.utf8.count)\r\n"))
        #expect(
            body == """
                {"content":"Hi @everyone \\"⭐\\"","allowed_mentions":{"parse":[],"users":["9"],\
                "roles":[],"replied_user":false}}
                """)
    }

    @Test func `an edit sends its mentions too, and a nonce is enforced`() async throws {
        let edit = try await request(.status(200, Self.message)) { calls in
            _ = try await calls.editMessage(5, in: 6, to: MessageDraft(content: "x"))
        }
        #expect(edit.hasPrefix("PATCH /api/v10/channels/6/messages/5 HTTP/1.1\r\n"))
        #expect(edit.contains(#""allowed_mentions":{"parse":[]"#))
        let post = try await request(.status(200, Self.message)) { calls in
            var draft = MessageDraft(content: "x")
            draft.nonce = "5-1"
            _ = try await calls.createMessage(draft, in: 6)
        }
        #expect(post.contains(#""nonce":"5-1","enforce_nonce":true"#))
    }

    @Test func `a change without a body says that it has none`() async throws {
        let request = try await request { try await $0.addRole(3, to: 2, of: 1, reason: "asked") }
        #expect(request.hasPrefix("PUT /api/v10/guilds/1/members/2/roles/3 HTTP/1.1\r\n"))
        #expect(request.contains("\r\nContent-Length: 0\r\n"))
        #expect(!request.contains("Content-Type"))
    }

    @Test(arguments: [
        ("Sébastien: ⭐ & more\n100%", "S%C3%A9bastien%3A%20%E2%AD%90%20%26%20more%0A100%25"),
        (String(repeating: "a", count: 600), String(repeating: "a", count: 512)),
        (String(repeating: "⭐", count: 600), String(repeating: "%E2%AD%90", count: 512)),
    ])
    func `an audit log's reason is encoded, and no longer than Discord takes it`(
        reason: String, header: String
    ) async throws {
        let request = try await request { try await $0.deleteChannel(4, reason: reason) }
        #expect(request.hasPrefix("DELETE /api/v10/channels/4 HTTP/1.1\r\n"))
        #expect(request.contains("\r\nX-Audit-Log-Reason: \(header)\r\n"))
    }

    @Test(arguments: ["", " \n"])
    func `a reason that says nothing is left out`(reason: String) async throws {
        let request = try await request { try await $0.deleteChannel(4, reason: reason) }
        #expect(!request.contains("X-Audit-Log-Reason"))
    }

    @Test(arguments: [
        (Emoji.star, "%E2%AD%90"),
        (Emoji(id: 12, name: "party_blob"), "party_blob%3A12"),
        (Emoji(id: nil, name: "👩‍👩‍👧"), "%F0%9F%91%A9%E2%80%8D%F0%9F%91%A9%E2%80%8D%F0%9F%91%A7"),
        (Emoji(id: nil, name: "a/../../b?c#d%"), "a%2F..%2F..%2Fb%3Fc%23d%25"),
    ])
    func `an emoji is one encoded segment of the path`(emoji: Emoji, segment: String) async throws {
        let request = try await request { calls in
            try await calls.addReaction(emoji, to: 2, in: 1)
        }
        #expect(
            request.hasPrefix(
                "PUT /api/v10/channels/1/messages/2/reactions/\(segment)/@me HTTP/1.1\r\n"))
    }

    @Test(arguments: ["", ".", ".."])
    func `a name that would lead elsewhere is never sent`(name: String) async throws {
        let server = try ScriptedServer(.status(204))
        let failures = try await onLoop {
            let calls = DiscordClient(to: server.base).calls()
            return [
                await failure { () throws(DiscordError) in
                    try await calls.clearReactions(Emoji(id: nil, name: name), from: 2, in: 1)
                },
                await failure { () throws(DiscordError) in
                    try await calls.deleteInvite(.unproven(name), reason: "x")
                },
            ]
        }
        #expect(failures.allSatisfy { $0?.isGone(.emoji) == true })
        #expect(server.requests.isEmpty)
    }

    @Test func `a user's token and an interaction's go instead of the bot's`() async throws {
        let user = try await request(.status(200, Self.user)) { calls in
            _ = try await calls.user(ofToken: "users-token")
        }
        #expect(user.contains("\r\nAuthorization: Bearer users-token\r\n"))
        let followUp = try await request(.status(200, Self.message)) { calls in
            try await calls.answer(
                Interaction(application: 1, token: "a/b"), with: MessageDraft(content: "x"))
        }
        #expect(followUp.hasPrefix("POST /api/v10/webhooks/1/a%2Fb HTTP/1.1\r\n"))
        #expect(!followUp.contains("Authorization"))
    }

    @Test(arguments: ["", "a b", "a\r\nX-Other: b", "ä"])
    func `what can't be a token is refused here`(token: String) async throws {
        let server = try ScriptedServer(.status(200, Self.user))
        let found = try await onLoop {
            let calls = DiscordClient(to: server.base).calls()
            let client = DiscordClient(
                DiscordConfiguration(base: server.base, token: token), budget: UnlimitedBudget(),
                log: .silent)
            return [
                await failure { () throws(DiscordError) in try await calls.user(ofToken: token) },
                await failure { () throws(DiscordError) in try await client.calls().bot() },
            ]
        }
        #expect(
            found == [.refused(status: 401, code: 0, message: "Unauthorized"), .tokenRefused])
        #expect(server.requests.isEmpty)
    }

    @Test func `a request's trace is passed on, with a span of its own for each call`() async throws
    {
        let server = try ScriptedServer(.status(200, Self.user))
        try await onLoop {
            let header = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            let trace = Array(header.utf8).withUnsafeBytes { TraceContext(header: $0) }
            let calls = DiscordCalls(
                client: DiscordClient(to: server.base), waitLimit: .now() + .seconds(15),
                urgency: .interactive, trace: trace)
            _ = try await calls.bot()
            _ = try await calls.bot()
        }
        let spans = server.requests.compactMap { request in
            request.firstMatch(
                of: /traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-([0-9a-f]{16})-01/
            )
            .map { String($0.1) }
        }
        #expect(Set(spans).count == 2)
        #expect(!spans.contains("00f067aa0ba902b7"))
    }
}
