import Essentials
import EventLoop
import Glibc
import HTTP
import TestSupport
import Testing

@testable import Discord

/// Answers that never come, or not whole.
@Suite struct BadConnectionTests {
    private static let channel = #"{"id":"4","type":0}"#

    /// What a call fails with that is made just once.
    private func error(
        to base: String, limit: Duration = .seconds(10), path: String = "/channels/4"
    ) async throws -> DiscordError? {
        try await onLoop {
            let client = DiscordClient(to: base) { $0.limits.transfer = limit }
            return await failure { () throws(DiscordError) in
                try await client.send(.once(path), client.calls())
            }
        }
    }

    @Test func `silence is given up at the limit`() async throws {
        let server = try ScriptedServer(.silence)
        #expect(
            try await error(to: server.base, limit: .milliseconds(200))
                == .unreachable("no answer in time"))
        #expect(server.requests.count == 1)
    }

    @Test func `a server that takes connections and never reads is given up at the limit`()
        async throws
    {
        let server = try SilentPort()
        #expect(
            try await error(to: server.base, limit: .milliseconds(200))
                == .unreachable("no answer in time"))
    }

    @Test func `a slow answer is taken, one that is slower than the limit isn't`() async throws {
        // A byte at a time, the next one after the client can have taken the last.
        let slow = ScriptedServer.Answer.custom { connection in
            let text = "HTTP/1.1 200 OK\r\nContent-Length: 19\r\n\r\n" + Self.channel
            for character in text { write(String(character), to: connection) }
        }
        let drip = ScriptedServer.Answer.custom { connection in
            write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", to: connection)
            while write("1\r\n \r\n", to: connection) { pause(milliseconds: 10) }
        }
        let server = try ScriptedServer(slow, drip)
        #expect(try await error(to: server.base) == nil)
        #expect(
            try await error(to: server.base, limit: .milliseconds(300))
                == .unreachable("no answer in time"))
    }

    @Test(arguments: [
        "", "HTTP/1.1 200 O", "HTTP/1.1 200 OK\r\nContent-Length: 19\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 19\r\n\r\n{\"id\":",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n13\r\n{\"id\":",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
    ])
    func `a connection that closes half-way is no answer`(start: String) async throws {
        let server = try ScriptedServer(.last(start))
        #expect(try await error(to: server.base) == .unreachable("the connection broke off"))
        #expect(server.requests.count == 1)
    }

    @Test func `a closed port is told as one, and that nothing was sent`() async throws {
        let port = try ScriptedServer.deadPort()
        let failure = try await onLoop { await attempt("http://127.0.0.1:\(port)") }
        #expect(failure?.error == .unreachable("it takes no connection"))
        #expect(failure?.isUnsent == true)
        #expect(failure?.isPassing == true)
    }

    @Test func `a name that doesn't exist is told as one`() async throws {
        let failure = try await onLoop { await attempt("http://discord.invalid") }
        #expect(failure?.error == .unreachable("its name can't be resolved"))
        #expect(failure?.isUnsent == true)
    }

    @Test func `other protocols than HTTP are never spoken`() async throws {
        #expect(try await error(to: "file:///etc") == .garbled)
    }

    @Test func `a proxy in the environment isn't asked`() async throws {
        // In a process of its own, since the environment is everybody's.
        await #expect(processExitsWith: .success) {
            setenv("http_proxy", "http://127.0.0.1:1", 1)
            setenv("ALL_PROXY", "http://127.0.0.1:1", 1)
            let server = try ScriptedServer(.status(200, #"{"id":"4","type":0}"#))
            _ = try await onLoop { try await DiscordClient(to: server.base).calls().channel(4) }
        }
    }

    @Test func `connections are kept, and as many as allowed are opened`() async throws {
        let server = try ScriptedServer(.status(200, Self.channel))
        let made = try await onLoop {
            let client = DiscordClient(to: server.base) { $0.limits.connections = 3 }
            for _ in 0..<5 { _ = try await client.calls().channel(4) }
            #expect(client.connectionsMade == 1)
            await together(40) { _ = try? await client.calls().channel(4) }
            return client.connectionsMade
        }
        #expect((1...3).contains(made))
        #expect(server.connections == made)
        #expect(server.requests.count == 45)
    }

    @Test func `a call that gets no answer holds up no other`() async throws {
        let server = try ScriptedServer(.silence, .status(200, Self.channel))
        try await onLoop {
            let client = DiscordClient(to: server.base)
            let hasEnded = Promise<Void>()
            spawn {
                _ = try? await client.calls().channel(1)
                hasEnded.fulfil(())
            }
            await until { !server.requests.isEmpty }
            _ = try await client.calls().channel(2)
            #expect(!hasEnded.isFulfilled)
            client.stop()
            await hasEnded.value
        }
    }

    @Test func `a kept connection that the server closed meanwhile costs a reading nothing`()
        async throws
    {
        let server = try ScriptedServer(
            .last("HTTP/1.1 200 OK\r\nContent-Length: 19\r\n\r\n" + Self.channel),
            .status(200, Self.channel))
        try await onLoop {
            let client = DiscordClient(to: server.base)
            _ = try await client.calls().channel(4)
            _ = try await client.calls().channel(4)
        }
        #expect(server.connections == 2)
    }
}

extension DiscordRequest {
    /// A reading that is never repeated.
    static func once(_ path: String) -> DiscordRequest {
        DiscordRequest(
            method: .get, template: "/channels/{channel}", major: "4", target: path,
            isRepeatable: false)
    }
}
