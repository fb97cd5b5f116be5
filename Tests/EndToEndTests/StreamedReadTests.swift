import Glibc
import TestSupport
import Testing

extension EndToEnd {
    @Suite struct StreamedReadTests {
        private static let rows = 200_000

        @Test func `a list that its client reads slowly takes no memory and arrives whole`() throws
        {
            try World.with(workers: 1) { world in
                try world.enable(guild: 1)
                try fill(world)
                let worker = world.cluster.workers[0]
                let client = try HTTPClient(port: world.cluster.port, receiveBuffer: 4_096)
                try client.write(
                    HTTPClient.text(
                        "GET", "/v1/modules/serverstats/stats/commands/used?guild_id=1",
                        token: world.token))
                let head = try client.answerHead()
                #expect(head.status == 200)
                try awaitStandstill(of: worker)
                let stalled = residentBytes(of: worker)

                // While it stands still, the others are served.
                #expect(try world.send("GET", "settings?guild_id=1").status == 200)

                var rows = 0
                var largest = stalled
                var chunks = 0
                try client.readChunks { chunk in
                    rows += chunk.count { $0 == UInt8(ascii: "{") }
                    chunks += 1
                    if chunks % 50 == 0 { largest = max(largest, residentBytes(of: worker)) }
                }
                #expect(rows == Self.rows + 3)  // and the envelope, its `data` and its `error`
                #expect(largest < 60_000_000)
                #expect(largest - stalled < 8_000_000)
            }
        }

        /// Rows of one command, straight into the table: the API would take minutes.
        private func fill(_ world: World) throws {
            let answer = try world.send(
                "POST", "stats/commands/used",
                #"{"guild_id":1,"initiator_id":5,"command":"ping"}"#)
            try #require(answer.status == 200)
            _ = try world.database.query(
                """
                INSERT INTO statistics_events (guild_id, kind, day, occurred_at, user_id, text)
                SELECT guild_id, kind, day, occurred_at, user_id, text
                FROM statistics_events, generate_series(2, \(Self.rows))
                """)
        }

        /// Waits until a worker, its client's window full, uses no CPU any more.
        private func awaitStandstill(of worker: pid_t) throws {
            var last = -1
            var unchanged = 0
            try eventually("the worker waits for its client") {
                let now = cpuTicks(of: worker)
                unchanged = now == last ? unchanged + 1 : 0
                last = now
                return unchanged > 40
            }
        }
    }
}
