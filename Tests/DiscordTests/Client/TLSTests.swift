import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Discord

/// HTTP/2 over TLS, with nginx at the other end.
@Suite struct TLSTests {
    private func failure(
        of base: String, trusting caFile: String?
    ) async throws -> DiscordError? {
        try await onLoop { await attempt(base, caFile: caFile)?.error }
    }

    @Test func `a certificate that nobody vouches for is refused, unless it's trusted here`()
        async throws
    {
        let server = try TLSServer()
        #expect(
            try await failure(of: server.base, trusting: nil)
                == .unreachable("its certificate isn't trusted"))
        #expect(server.calls.isEmpty)
        #expect(try await failure(of: server.base, trusting: server.caFile) == nil)
        #expect(server.calls.count == 1)
    }

    @Test func `a certificate of another host is refused`() async throws {
        let server = try TLSServer(names: "DNS:other.example,IP:127.0.0.2")
        for host in ["localhost", "127.0.0.1"] {
            #expect(
                try await failure(
                    of: "https://\(host):\(server.port)", trusting: server.caFile)
                    == .unreachable("its certificate isn't trusted"))
        }
        #expect(server.calls.isEmpty)
    }

    @Test func `a file of certificates that isn't there is told as such`() async throws {
        let server = try TLSServer()
        #expect(
            try await failure(of: server.base, trusting: "/nowhere")
                == .unreachable("the file of trusted certificates can't be read"))
    }

    @Test func `an old TLS isn't spoken`() async throws {
        let server = try TLSServer(
            "ssl_protocols TLSv1 TLSv1.1; ssl_ciphers DEFAULT@SECLEVEL=0;")
        #expect(
            try await failure(of: server.base, trusting: server.caFile)
                == .unreachable("TLS failed"))
    }

    @Test func `a plain server is no TLS server`() async throws {
        let server = try TLSServer(speaking: "")
        #expect(
            try await failure(of: server.base, trusting: server.caFile)
                == .unreachable("TLS failed"))
    }

    @Test func `many calls at once share one connection of HTTP/2`() async throws {
        let server = try TLSServer()
        let (base, caFile) = (server.base, server.caFile)
        let made = try await onLoop {
            let client = DiscordClient(to: base, caFile: caFile)
            await together(50) { _ = try? await client.calls().channel(4) }
            return client.connectionsMade
        }
        #expect(made == 1)
        #expect(server.calls.count == 50)
        #expect(Set(server.calls).count == 1)
        #expect(server.calls.allSatisfy { $0.hasPrefix("HTTP/2.0 ") && $0.hasSuffix(" gzip") })
    }

    @Test func `a server without HTTP/2 is spoken to in HTTP/1.1`() async throws {
        let server = try TLSServer(speaking: "ssl")
        let (base, caFile) = (server.base, server.caFile)
        try await onLoop {
            let client = DiscordClient(to: base, caFile: caFile)
            await together(20) { _ = try? await client.calls().channel(4) }
        }
        #expect(server.calls.count == 20)
        #expect(server.calls.allSatisfy { $0.hasPrefix("HTTP/1.1 ") })
    }

    @Test func `a server that ends its connections now and then costs no call`() async throws {
        let server = try TLSServer("keepalive_requests 7;")
        let (base, caFile) = (server.base, server.caFile)
        let failures = try await onLoop {
            let client = DiscordClient(to: base, caFile: caFile)
            let failures = Counter()
            for _ in 0..<10 {
                await together(20) {
                    let outcome = await DiscordTests.failure { () throws(DiscordError) in
                        try await client.calls().channel(4)
                    }
                    if outcome != nil { failures.count += 1 }
                }
            }
            return failures.count
        }
        #expect(failures == 0)
        #expect(server.calls.count == 200)
    }
}

@LoopActor private final class Counter { var count = 0 }
