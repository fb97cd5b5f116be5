import TestSupport
import Testing

extension EndToEnd {
    @Suite struct RevokedTokenTests {
        @Test func `an API key revoked on one worker is refused by the others at once`() throws {
            try World.with { world in
                try world.enable(guild: 1)
                let clients = try world.cluster.workers.map { try world.cluster.connect(to: $0) }
                let made = try clients[0].send(
                    "POST", "/v1/auth/api-key/", token: world.token, body: #"{"guild_id":1}"#)
                let key = try #require(made.string("api_key"), "\(made.text)")
                for client in clients { #expect(try status(with: key, over: client) == 200) }

                let revoked = try clients[0].send(
                    "DELETE", "/v1/auth/api-key/", token: world.token,
                    body: #"{"guild_id":1,"api_key":"\#(key)"}"#)
                #expect(revoked.status == 200, "\(revoked.text)")
                let begin = monotonicSeconds()
                for client in clients {
                    try eventually("it is refused") {
                        try status(with: key, over: client) == 401
                    }
                }
                #expect(monotonicSeconds() - begin < 2, "by notification, not by forgetting")
            }
        }

        @Test func `a service token revoked on the command line is refused by every worker`() throws
        {
            try World.with { world in
                try world.enable(guild: 1)
                let other = try World.makeToken(world.cluster)
                let id = try world.database.query("SELECT max(token_id) FROM service_tokens")[0]
                let clients = try world.cluster.workers.map { try world.cluster.connect(to: $0) }
                for client in clients { #expect(try status(with: other, over: client) == 200) }
                try world.cluster.run("token", "revoke", id)
                for client in clients {
                    try eventually("it is refused") {
                        try status(with: other, over: client) == 401
                    }
                }
            }
        }

        private func status(with token: String, over client: HTTPClient) throws -> Int {
            try client.send("GET", "/v1/modules/serverstats/status?guild_id=1", token: token).status
        }
    }
}
