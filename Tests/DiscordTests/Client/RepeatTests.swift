import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Discord

/// What is sent a second time, and what never is.
@Suite struct RepeatTests {
    private static let message = #"{"id":"5","channel_id":"6","content":""}"#
    private static let bad = ScriptedServer.Answer.status(503, "<html>busy</html>")
    private static let broken = ScriptedServer.Answer.last("")

    private func createMessage(
        _ script: ScriptedServer.Answer..., nonce: String?
    ) async throws -> (DiscordError?, requests: Int) {
        let server = try ScriptedServer(script)
        let error = try await onLoop {
            let calls = DiscordClient(to: server.base).calls()
            var draft = MessageDraft(content: "x")
            draft.nonce = nonce
            return await failure { [draft] () throws(DiscordError) in
                try await calls.createMessage(draft, in: 6)
            }
        }
        return (error, server.requests.count)
    }

    @Test func `a message without a nonce is never sent again, whatever went wrong`() async throws {
        let good = ScriptedServer.Answer.status(200, Self.message)
        let answered = try await createMessage(Self.bad, good, nonce: nil)
        #expect(answered.0 == .refused(status: 503, code: 0, message: ""))
        #expect(answered.requests == 1)
        let cut = try await createMessage(Self.broken, good, nonce: nil)
        #expect(cut.0 == .unreachable("the connection broke off"))
        #expect(cut.requests == 1)
    }

    @Test func `a message with an enforced nonce is sent until it's there`() async throws {
        let (error, requests) = try await createMessage(
            Self.bad, Self.broken, .status(200, Self.message), nonce: "5-1")
        #expect(error == nil)
        #expect(requests == 3)
    }

    @Test func `a message whose kept connection dies under it isn't sent again behind our back`()
        async throws
    {
        // The first answer leaves the connection open; on it the second request is read, and the connection closed.
        let server = try ScriptedServer(
            .status(200, Self.message), Self.broken, .status(200, Self.message))
        let error = try await onLoop {
            let client = DiscordClient(to: server.base)
            _ = try await client.calls().createMessage(MessageDraft(content: "1"), in: 6)
            return await failure { () throws(DiscordError) in
                try await client.calls().createMessage(MessageDraft(content: "2"), in: 6)
            }
        }
        #expect(error == .unreachable("the connection broke off"))
        #expect(server.requests.count == 2)
    }

    @Test(arguments: [502, 503, 504])
    func `a reading is repeated after a gateway's error`(status: Int) async throws {
        let server = try ScriptedServer(
            .status(status), .status(200, #"{"id":"4","type":0}"#))
        let repeats = try await onLoop {
            let client = DiscordClient(to: server.base)
            _ = try await client.calls().channel(4)
            return client.repeats.count
        }
        #expect(server.requests.count == 2)
        #expect(repeats == 1)
    }

    @Test(arguments: [400, 403, 404, 405, 500, 501, 520])
    func `other errors aren't repeated`(status: Int) async throws {
        let server = try ScriptedServer(.status(status))
        let error = try await onLoop {
            let calls = DiscordClient(to: server.base).calls()
            return await failure { () throws(DiscordError) in
                try await calls.removeRole(3, from: 2, of: 1, reason: "x")
            }
        }
        #expect(error == .refused(status: status, code: 0, message: ""))
        #expect(server.requests.count == 1)
    }

    @Test func `what couldn't be repeated in time ends with what went wrong`() async throws {
        let server = try ScriptedServer(.status(503, headers: ["Retry-After: 60"]))
        let error = try await onLoop {
            let calls = DiscordClient(to: server.base).calls()
            return await failure { () throws(DiscordError) in try await calls.channel(4) }
        }
        #expect(error == .refused(status: 503, code: 0, message: ""))
        #expect(server.requests.count == 1)
    }

    @Test func `a server that takes no connections is tried again, whatever the call`() async throws
    {
        let port = try ScriptedServer.deadPort()
        try await onLoop {
            let client = DiscordClient(to: "http://127.0.0.1:\(port)")
            let ended = Promise<DiscordError?>()
            spawn {
                ended.fulfil(
                    await failure { () throws(DiscordError) in
                        try await client.calls().createMessage(MessageDraft(content: "x"), in: 6)
                    })
            }
            while client.repeats.count == 0, !ended.isFulfilled {
                await sleep(for: .milliseconds(1))
            }
            #expect(!ended.isFulfilled)
            client.stop()
            #expect(await ended.value == .cancelled)
        }
    }
}
