import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Discord

/// Lists that are longer than any other answer may be.
@Suite struct LongListTests {
    private static let invite =
        #"{"code":"c","uses":1,"max_uses":0,"guild":{"id":"1","name":""#
        + String(repeating: "x", count: 1_600) + #""},"channel":{"id":"2"}}"#

    private func text(_ count: Int) -> String {
        "[" + Array(repeating: Self.invite, count: count).joined(separator: ",") + "]"
    }

    @Test func `a list of 9 MB is read, and the loop goes on meanwhile`() async throws {
        let server = try ScriptedServer(.status(200, text(5_200)))
        try await onLoop {
            let calls = DiscordClient(to: server.base).calls()
            let turns = EventLoop.shared.turns.count
            let invites = try await calls.invites(of: 1)
            #expect(invites.count == 5_200)
            // A slice each.
            #expect(EventLoop.shared.turns.count - turns > 100)
        }
    }

    @Test func `a list that was cut off is none, and the attempt after it counts alone`()
        async throws
    {
        let whole = text(100)
        let server = try ScriptedServer(
            .custom { connection in
                write(
                    "HTTP/1.1 200 OK\r\nContent-Length: \(whole.utf8.count)\r\n\r\n", to: connection
                )
                write(String(whole.prefix(100_000)), to: connection)
            }, .status(200, whole))
        try await onLoop {
            let calls = DiscordClient(to: server.base).calls()
            let invites = try await calls.invites(of: 1)
            #expect(invites.count == 100)
        }
        #expect(server.requests.count == 2)
    }

    @Test func `a list without an end isn't taken to its end`() async throws {
        let endless = ScriptedServer.Answer.custom { connection in
            write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", to: connection)
            let chunk = "10000\r\n" + String(repeating: " ", count: 65_536) + "\r\n"
            // Ends when the client has closed the connection.
            while write(chunk, to: connection) {}
        }
        let server = try ScriptedServer(endless)
        let error = try await onLoop {
            let calls = DiscordClient(to: server.base) { $0.limits.listBytes = 9 << 20 }.calls()
            return await failure { () throws(DiscordError) in try await calls.invites(of: 1) }
        }
        #expect(error == .unreachable("its answer is larger than 9 MB"))
    }
}
