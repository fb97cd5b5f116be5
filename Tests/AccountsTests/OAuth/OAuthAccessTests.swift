import API
import Essentials
import EventLoop
import Testing

@testable import Accounts

@Suite struct OAuthAccessTests {
    @Test(arguments: [(1, 200), (2, 200), (3, 200), (4, 403), (5, 403), (999, 403)])
    func
        `owner, administrator and who may manage a guild have its administrator's access, nobody else`(
            guild: Int, status: Int
        ) async throws
    {
        try await OAuthWorld.with { world in
            try await world.expect(status, "/sample/guild?guild_id=\(guild)")
            try await world.expect(status, "/v1/auth/api-key/?guild_id=\(guild)")
            try await world.expect(403, "/sample/internal?guild_id=\(guild)")
        }
    }

    @Test(arguments: [1, 4, 5, 999])
    func `a user reaches their own privacy endpoints in any guild, and nobody else's`(guild: Int)
        async throws
    {
        try await OAuthWorld.with { world in
            let path = "/sample/privacy?guild_id=\(guild)&privacy_member_id="
            try await world.expect(200, path + "7")
            try await world.expect(403, path + "8")
        }
    }

    @Test func `an administrator makes, lists and revokes API keys of their guild alone`()
        async throws
    {
        try await OAuthWorld.with { world in
            let (path, token) = ("/v1/auth/api-key/", "ann.s-token")
            let made = try await world.worker.send(
                "POST", path, token: token, body: #"{"guild_id":"2"}"#)
            #expect(made.status == 200)
            let key = try member("api_key", of: made.body)
            try await world.expect(200, "/sample/guild?guild_id=2", token: key)
            try await world.expect(403, "/sample/guild?guild_id=1", token: key)
            #expect(try await world.get("\(path)?guild_id=2").1.contains("kennel_k_2_"))
            let others = try await world.worker.send(
                "POST", path, token: "bob", body: #"{"guild_id":"2"}"#)
            #expect(others.status == 403)
            let theft = try await world.worker.send(
                "DELETE", path, token: "bob", body: #"{"guild_id":"5","api_key":"\#(key)"}"#)
            #expect(theft.status == 404)
            let revoked = try await world.worker.send(
                "DELETE", path, token: token, body: #"{"guild_id":"2","api_key":"\#(key)"}"#)
            #expect(revoked.status == 200)
            try await world.expect(401, "/sample/guild?guild_id=2", token: key)
        }
    }

    @Test func `path and method are checked before Discord is asked, shape and guild after`()
        async throws
    {
        try await OAuthWorld.with { world in
            try await world.expect(404, "/nowhere")
            #expect(try await world.worker.send("PUT", "/sample/guild", token: "bob").status == 405)
            #expect(world.fake.calls == [])
            try await world.expect(401, "/sample/guild", token: "wrong")
            try await world.expect(400, "/sample/guild")
            try await world.expect(403, "/sample/guild?guild_id=5")
        }
    }

    @Test(arguments: [
        "a b", "tökén", "\"x\"", "kennel_s_misspelt", String(repeating: "x", count: 513),
    ])
    func `what can't be Discord's token is refused without asking`(token: String) async throws {
        try await OAuthWorld.with { world in
            try await world.expect(401, "/sample/guild?guild_id=1", token: token)
            #expect(world.fake.calls == [])
        }
    }

    @Test func `all pages of a user's guilds count`() async throws {
        try await OAuthWorld.with { world in
            world.fake.accounts["carl"] = .init(
                id: 9, guilds: (1...450).map { (Int64($0), $0 == 450, 0) })
            try await world.expect(200, "/sample/guild?guild_id=450", token: "carl")
            try await world.expect(403, "/sample/guild?guild_id=449", token: "carl")
            #expect(
                world.fake.calls == [
                    "/api/v10/oauth2/@me", "/api/v10/users/@me/guilds?limit=200",
                    "/api/v10/users/@me/guilds?limit=200&after=200",
                    "/api/v10/users/@me/guilds?limit=200&after=400",
                    "/api/v10/users/@me/guilds?limit=200&after=450",
                ])
        }
    }
}
