import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Discord

/// Answers that are whole, but not what was hoped for.
@Suite struct BadAnswerTests {
    /// What a reading of a channel fails with, and how often it was sent.
    private func outcome(
        _ script: ScriptedServer.Answer, within limit: Duration = .seconds(15)
    ) async throws -> (DiscordError?, requests: Int) {
        let server = try ScriptedServer(script)
        let error = try await onLoop {
            let calls = DiscordClient(to: server.base).calls(limit)
            return await failure { () throws(DiscordError) in try await calls.channel(4) }
        }
        return (error, server.requests.count)
    }

    @Test func `a refusal keeps Discord's code and message`() async throws {
        let body = #"{"message":"Missing Access","code":50001}"#
        let (error, requests) = try await outcome(.status(403, body))
        #expect(error == .refused(status: 403, code: 50001, message: "Missing Access"))
        #expect(error?.isForbidden == true)
        #expect(error?.words == "Discord answered 403: Missing Access (50001).")
        #expect(requests == 1)
    }

    @Test func `what isn't there is told apart`() async throws {
        let body = #"{"message":"Unknown Channel","code":10003}"#
        let (error, requests) = try await outcome(.status(404, body))
        #expect(error?.isGone(.channel) == true)
        #expect(error?.isFinal == true)
        #expect(requests == 1)
    }

    @Test func `the first detail of a form's errors is told`() async throws {
        let body = """
            {"code":50035,"message":"Invalid Form Body","errors":{"name":{"_errors":[{"code":\
            "BASE_TYPE_BAD_LENGTH","message":"Must be between 1 and 100 in length."}]}}}
            """
        let (error, _) = try await outcome(.status(400, body))
        #expect(
            error?.words
                == "Discord answered 400: Invalid Form Body: name: Must be between 1 and 100 in length. (50035)."
        )
    }

    @Test func `a 401 means the bot's token, but of a user's token only that one`() async throws {
        let unauthorized = ScriptedServer.Answer.status(
            401, #"{"message":"401: Unauthorized","code":0}"#)
        #expect(try await outcome(unauthorized).0 == .tokenRefused)
        let server = try ScriptedServer(unauthorized)
        let error = try await onLoop {
            let calls = DiscordClient(to: server.base).calls()
            return await failure { () throws(DiscordError) in
                try await calls.user(ofToken: "users-token")
            }
        }
        #expect(error == .refused(status: 401, code: 0, message: "401: Unauthorized"))
        #expect(error?.words == "Discord answered 401: Unauthorized.")
    }

    @Test(arguments: [301, 302, 307, 308, 304])
    func `a redirect isn't followed`(status: Int) async throws {
        let elsewhere = try ScriptedServer(.status(200, "{}"))
        let (error, requests) = try await outcome(
            .status(status, headers: ["Location: http://127.0.0.1:\(elsewhere.port)/"]))
        #expect(
            error?.words
                == "Discord can't be reached: it answered \(status), a redirect, which isn't followed."
        )
        #expect(requests == 1)
        #expect(elsewhere.requests.isEmpty)
    }

    @Test(arguments: [
        "<html>Cloudflare</html>", "", "[]", "\"text\"", "null", #"{"id":"4","type":0"#,
        #"{"id":{},"type":"zero"}"#, "\u{FFFD}\u{0}",
    ])
    func `what can't be read is no channel`(body: String) async throws {
        let (error, requests) = try await outcome(.status(200, body))
        #expect(error == .garbled)
        #expect(requests == 1)
    }

    @Test
    func
        `a list with another thing in its place can't be read, an element without an id is passed over`()
        async throws
    {
        let server = try ScriptedServer(
            .status(200, #"{"0":{"id":"1","type":0}}"#),
            .status(200, #"[{"id":"1","type":0},{"id":null},7,{"id":"2","type":2}]"#))
        let (error, channels) = try await onLoop {
            let calls = DiscordClient(to: server.base).calls()
            let error = await failure { () throws(DiscordError) in
                try await calls.channels(of: 1)
            }
            return (error, try await calls.channels(of: 1).map(\.id))
        }
        #expect(error == .garbled)
        #expect(channels == [1, 2])
    }

    @Test(arguments: ["SMTP ready\r\n\r\n", "HTTP/9.9 ok\r\n\r\n", "\r\n\r\n\r\n"])
    func `what isn't HTTP can't be read`(bytes: String) async throws {
        #expect(try await outcome(.last(bytes)).0 == .garbled)
    }

    @Test func `an answer is taken packed, and measured unpacked`() async throws {
        let small = try Gzip.answer(#"{"id":"4","type":0}"#)
        let large = try Gzip.answer(megabytes: 9)
        #expect(large.count < 100_000)
        #expect(try await outcome(.custom { write(small, to: $0) }).0 == nil)
        let (error, requests) = try await outcome(.custom { write(large, to: $0) })
        #expect(error == .unreachable("its answer is larger than 8 MB"))
        #expect(requests == 1)
    }

    @Test func `what is said to be packed and isn't can't be read`() async throws {
        let broken = ScriptedServer.Answer.status(
            200, #"{"id":"4","type":0}"#, headers: ["Content-Encoding: gzip"])
        #expect(try await outcome(broken).0 == .garbled)
    }

    @Test func `an answer that is too large isn't taken to its end`() async throws {
        let endless = ScriptedServer.Answer.custom { connection in
            write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", to: connection)
            let chunk = "10000\r\n" + String(repeating: " ", count: 65_536) + "\r\n"
            // Ends when the client has closed the connection.
            while write(chunk, to: connection) {}
        }
        let (error, requests) = try await outcome(endless)
        #expect(error == .unreachable("its answer is larger than 8 MB"))
        #expect(requests == 1)
    }

    @Test(arguments: ["user", "shared", "global"])
    func `a 429 of any scope is waited for and sent again`(scope: String) async throws {
        let limited = ScriptedServer.Answer.status(
            429, #"{"message":"You are being rate limited.","retry_after":0.1,"global":false}"#,
            headers: [
                "X-RateLimit-Scope: \(scope)", "Retry-After: 1", "X-RateLimit-Bucket: abc",
                "X-RateLimit-Limit: 5", "X-RateLimit-Remaining: 0", "X-RateLimit-Reset-After: 0.1",
            ] + (scope == "global" ? ["X-RateLimit-Global: true"] : []))
        let server = try ScriptedServer(limited, .status(200, #"{"id":"4","type":0}"#))
        let channel = try await onLoop {
            try await DiscordClient(to: server.base).calls().channel(4)
        }
        #expect(channel.id == 4)
        #expect(server.requests.count == 2)
    }

    @Test func `a limit longer than the call may wait is told at once`() async throws {
        let limited = ScriptedServer.Answer.status(
            429, #"{"message":"You are being rate limited.","retry_after":600,"global":false}"#,
            headers: ["X-RateLimit-Scope: user", "Retry-After: 600"])
        let (error, requests) = try await outcome(limited)
        #expect(error == .waitedTooLong)
        #expect(requests == 1)
    }
}
