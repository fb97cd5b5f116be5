import API
import Essentials
import EventLoop
import Testing

@testable import Accounts

@Suite struct APIKeyEndpointTests {
    private static let path = "/v1/auth/api-key/"
    private static let guild = #"{"guild_id":"7"}"#

    @Test func `a key is made, works for its guild, is listed, and is revoked by itself or its id`()
        async throws
    {
        try await AccountsWorld.with { world in
            let token = try world.makeToken()
            for isByID in [true, false] {
                let made = try await world.send(
                    "POST", Self.path, token: token, body: Self.guild)
                #expect(made.status == 200)
                let (key, id) = (
                    try member("api_key", of: made.body), try member("api_key_id", of: made.body)
                )
                let guild = try #require(Snowflake(rawValue: 7))
                #expect(try await world.caller(key) == .apiKey(guild: guild, id: id))

                let listed = try await world.send("GET", Self.path + "?guild_id=7", token: token)
                #expect(listed.status == 200)
                #expect(try member("api_key_id", of: listed.body) == id)
                #expect(try key.hasPrefix(member("prefix", of: listed.body)))
                #expect(try member("created_at", of: listed.body).hasSuffix("Z"))
                #expect(!listed.body.contains(key.suffix(20)))

                let body = #"{"guild_id":7,"api_key":"\#(isByID ? id : key)"}"#
                let revoked = try await world.send("DELETE", Self.path, token: token, body: body)
                #expect(revoked.status == 200)
                #expect(try !member("message", of: revoked.body).isEmpty)
                #expect(try await world.caller(key) == nil)
                let again = try await world.send("DELETE", Self.path, token: token, body: body)
                #expect(again.status == 404)
            }
            let listed = try await world.send("GET", Self.path + "?guild_id=7", token: token)
            #expect(listed.body.contains(#""api_keys":[]"#))
        }
    }

    @Test func `fields come in the body or the query, and the path without its slash is the same`()
        async throws
    {
        try await AccountsWorld.with { world in
            let token = try world.makeToken()
            let made = try await world.send("POST", "/auth/api-key?guild_id=7", token: token)
            #expect(made.status == 200)
            let listed = try await world.send(
                "GET", Self.path, token: token, body: Self.guild)
            let id = try member("api_key_id", of: listed.body)
            let revoked = try await world.send(
                "DELETE", Self.path + "?guild_id=7&api_key=\(id)", token: token)
            #expect(revoked.status == 200)
        }
    }

    @Test func `an API key can't manage API keys, and nobody can without credentials`() async throws
    {
        try await AccountsWorld.with { world in
            let token = try world.makeToken()
            let made = try await world.send("POST", Self.path, token: token, body: Self.guild)
            let key = try member("api_key", of: made.body)
            for method in ["GET", "POST", "DELETE"] {
                let body = #"{"guild_id":7,"api_key":"\#(key)"}"#
                for (bearer, status) in [(key, 403), (nil, 401), ("nonsense", 401)] {
                    let answer = try await world.send(method, Self.path, token: bearer, body: body)
                    #expect(answer.status == status)
                }
            }
            #expect(try await world.caller(key) != nil)
        }
    }

    @Test func `another guild's key is neither listed nor revoked`() async throws {
        try await AccountsWorld.with { world in
            let token = try world.makeToken()
            let made = try await world.send("POST", Self.path, token: token, body: Self.guild)
            let (key, id) = (
                try member("api_key", of: made.body), try member("api_key_id", of: made.body)
            )
            let listed = try await world.send("GET", Self.path + "?guild_id=8", token: token)
            #expect(listed.body.contains(#""api_keys":[]"#))
            for name in [key, id] {
                let answer = try await world.send(
                    "DELETE", Self.path, token: token,
                    body: #"{"guild_id":8,"api_key":"\#(name)"}"#)
                #expect(answer.status == 404)
            }
            #expect(try await world.caller(key) != nil)
        }
    }

    @Test(arguments: [
        ("POST", ""), ("POST", "{}"), ("POST", #"{"guild_id":0}"#), ("POST", #"{"guild_id":null}"#),
        ("POST", #"{"guild_id":"x"}"#), ("DELETE", #"{"guild_id":7}"#),
        ("DELETE", #"{"guild_id":7,"api_key":""}"#), ("DELETE", #"{"guild_id":7,"api_key":5}"#),
        ("DELETE", #"{"guild_id":7,"api_key":"a\u0000"}"#),
        ("GET", #"{"guild_id":7.5}"#),
    ])
    func `fields that are missing or wrong are 400`(method: String, body: String) async throws {
        try await AccountsWorld.with { world in
            let token = try world.makeToken()
            let answer = try await world.send(method, Self.path, token: token, body: body)
            #expect(answer.status == 400)
            #expect(answer.body.contains("Bad Request Error! "))
        }
    }

    @Test func `a guild has at most a hundred keys`() async throws {
        try await AccountsWorld.with { world in
            let token = try world.makeToken()
            for _ in 0..<APIKeyEndpoints.limit {
                let answer = try await world.send("POST", Self.path, token: token, body: Self.guild)
                #expect(answer.status == 200)
            }
            let over = try await world.send("POST", Self.path, token: token, body: Self.guild)
            #expect(over.status == 400)
            let other = try await world.send(
                "POST", Self.path, token: token, body: #"{"guild_id":8}"#)
            #expect(other.status == 200)
        }
    }
}
