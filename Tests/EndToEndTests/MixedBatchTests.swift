import TestSupport
import Testing

extension EndToEnd {
    @Suite struct MixedBatchTests {
        @Test func `in one batch every event gets its own outcome`() throws {
            try World.with { world in
                try world.enable(guild: 1)
                let client = try world.cluster.connect()
                for round in 0..<10 {
                    // Pipelined on one connection, these reach one worker together.
                    let requests = (0..<60).map { Self.request($0, round: round) }
                    try client.write(
                        requests.map { request in
                            HTTPClient.text(
                                "POST", "/v1/modules/serverstats/\(request.path)",
                                token: world.token, body: request.body)
                        }.joined())
                    for request in requests {
                        let answer = try client.answer()
                        #expect(answer.status == request.status, "\(request): \(answer.text)")
                        #expect(answer.errorCode == request.code)
                    }
                }
                let stored = try world.storedMessages()
                #expect(stored.count == 10 * 20)
                #expect(stored.values.allSatisfy { $0 == 1 })
                let commands = try world.database.query(
                    "SELECT count(*) FROM statistics_events WHERE text = 'ping'")
                #expect(commands == ["100"])
            }
        }

        private struct Request {
            let path: String
            let body: String
            let status: Int
            let code: Int?
        }

        /// Of six: two good messages, one of them again, a good command, a message for a guild that has the module
        /// disabled, and a command that PostgreSQL itself could not take.
        private static func request(_ number: Int, round: Int) -> Request {
            let id = 1_000_000 + round * 1_000 + number / 6 * 2
            func message(_ id: Int, guild: Int, _ status: Int, _ code: Int?) -> Request {
                Request(
                    path: World.messagesSent, body: World.message(id, guild: guild), status: status,
                    code: code)
            }
            func command(_ text: String, _ status: Int, _ code: Int?) -> Request {
                let body = #"{"guild_id":1,"initiator_id":5,"command":"\#(text)"}"#
                return Request(path: "stats/commands/used", body: body, status: status, code: code)
            }
            switch number % 6 {
            case 0: return message(id, guild: 1, 200, nil)
            case 1: return message(id + 1, guild: 1, 200, nil)
            case 2: return message(id, guild: 1, 200, nil)
            case 3: return command("ping", 200, nil)
            case 4: return message(id + 500_000, guild: 2, 409, 800)
            default: return command(#"a\u0000b"#, 400, 400)
            }
        }
    }
}
