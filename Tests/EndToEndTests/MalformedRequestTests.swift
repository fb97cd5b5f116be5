import TestSupport
import Testing

extension EndToEnd {
    @Suite struct MalformedRequestTests {
        /// Each gets this status and, since nobody can tell where the next request begins, a closed connection.
        private static let malformed: [(request: String, status: Int)] = [
            ("GARBAGE\r\n\r\n", 400),
            ("GET\r\n\r\n", 400),
            ("GET / HTTP/9.9\r\nHost: x\r\n\r\n", 505),
            ("GET / HTTP/1.1\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
            ("GET / HTTP/1.1\nHost: x\n\n", 400),
            ("GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: x\r\nA: b\u{0}c\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1e1\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
            (
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                400
            ),
            ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n", 413),
            ("GET /\(String(repeating: "a", count: 20_000)) HTTP/1.1\r\nHost: x\r\n\r\n", 0),
            ("GET / HTTP/1.1\r\nHost: x\r\n\(String(repeating: "A: b\r\n", count: 200))\r\n", 431),
        ]

        @Test func `no malformed request goes without its 4xx, and no worker crashes`() throws {
            try World.with(workers: 2) { world in
                let workers = world.cluster.workers
                for (request, status) in Self.malformed {
                    let client = try world.cluster.connect()
                    try client.write(request)
                    let answer = try client.answer()
                    let expected = status == 0 ? [414, 431] : [status]
                    #expect(
                        expected.contains(answer.status), "\(request.prefix(100).debugDescription)")
                    #expect(client.isClosedByServer(), "\(request.prefix(100).debugDescription)")
                }
                #expect(world.cluster.workers == workers)
            }
        }

        @Test func `no JSON body crashes a worker`() throws {
            try World.with(workers: 2) { world in
                try world.enable(guild: 1)
                let workers = world.cluster.workers
                let client = try world.cluster.connect()
                let bodies = [
                    "", "{", "}", "[]", "null", "1e999", "{\"guild_id\":}", "{\"guild_id\":1,}",
                    "{\"guild_id\":1,\"guild_id\":1}", "{\"guild_id\":\"\\ud800\"}",
                    "{\"guild_id\":99999999999999999999}", "{\"guild_id\":-1}",
                    String(repeating: "[", count: 5_000), "{\"guild_id\":1}x",
                ]
                for body in bodies {
                    let answer = try world.send("POST", World.messagesSent, body, over: client)
                    #expect(answer.status == 400, "\(body.prefix(50)): \(answer.text)")
                }
                // Noise, the same at each run.
                var noise = SeededGenerator(seed: 7)
                for _ in 0..<300 {
                    let client = try world.cluster.connect()
                    let bytes = (0..<Int.random(in: 1...400, using: &noise)).map { _ in
                        UInt8.random(in: 0...255, using: &noise)
                    }
                    try client.write(bytes)
                    try client.write([13, 10, 13, 10])
                    let answer = try client.answer()
                    #expect((400..<600).contains(answer.status))
                }
                #expect(world.cluster.workers == workers)
            }
        }
    }
}
