import EventLoop
import TestSupport
import Testing

@testable import API

@Suite struct OrderOfChecksTests {
    @Test(arguments: [
        ("PUT", "/nowhere", 404), ("PUT", "/modules/sample/echo", 405),
        ("POST", "/modules/sample/echo", 401),
    ])
    func `the path comes before the method, the method before the credentials`(
        method: String, path: String, status: Int
    ) async throws {
        try await onLoop {
            let answer = try await SampleAPI.make().ask(method, path, "{", token: nil)
            #expect(answer.status == status)
        }
    }

    @Test func `the shape comes before what the caller may touch`() async throws {
        try await onLoop {
            let api = SampleAPI.make()
            let path = "/modules/sample/filter"
            let shape = try await api.ask("GET", path + "?guild_id=x", token: "key-of-42")
            #expect(shape.code == 400)
            let touch = try await api.ask("GET", path + "?guild_id=7&days=99", token: "key-of-42")
            #expect(touch.code == 403)
        }
    }

    @Test func `what an earlier request's path named is forgotten`() async throws {
        try await onLoop {
            let api = SampleAPI.make()
            _ = try await api.ask("GET", "/modules/sample/item/17?guild_id=1")
            let limit = try await api.ask("GET", "/modules/sample/filter?days=99&guild_id=803")
            #expect(limit.status == 422)
        }
    }

    @Test func `limits come after the module and what exists`() async throws {
        try await onLoop {
            let api = SampleAPI.make()
            let path = "/modules/sample/filter?days=99&guild_id="
            let unreadable = try await api.ask("GET", path + "802")
            #expect(unreadable.code == 802)
            let disabled = try await api.ask("GET", path + "800")
            #expect(disabled.code == 800)
            let limit = try await api.ask("GET", path + "1")
            #expect(limit.code == 422)
            #expect(
                limit.message == "Unprocessable Entity! Field 'days' must be from 1 to 30.")
        }
    }

    @Test func `a limit is 400 where the documents list no 422`() async throws {
        try await onLoop {
            let body =
                #"{"guild_id":1,"count":11,"time":0,"flag":true,"word":"toolong","roles":[]}"#
            let answer = try await SampleAPI.make().ask("POST", "/modules/sample/echo", body)
            #expect(answer.code == 400)
            #expect(
                answer.message == "Bad Request Error! Field 'count' must be from 1 to 10.")
        }
    }

    @Test(arguments: [nil, "unknown", "key-of-0"])
    func `a missing or unknown token is 401`(token: String?) async throws {
        try await onLoop {
            let answer = try await SampleAPI.make()
                .ask("GET", "/modules/sample/filter?guild_id=1", token: token)
            #expect(answer.status == 401)
            #expect(
                answer.message == "Unauthorized! You are not allowed to access this endpoint")
            #expect(answer.header("WWW-Authenticate") == "Bearer")
        }
    }

    @Test(arguments: [
        ("bearer service", 200), ("BEARER  service", 200), ("Bearer", 401),
        ("Basic service", 401), ("Bearerservice", 401), ("Bearer service x", 401),
    ])
    func `the scheme is Bearer in any case`(header: String, status: Int) async throws {
        try await onLoop {
            let answer = try await SampleAPI.make().ask(
                "GET", "/modules/sample/filter?guild_id=1", token: nil,
                headers: ["Authorization: \(header)"])
            #expect(answer.status == status)
        }
    }

    @Test func `callers that can't be looked up are 802 for a GET and 803 for the rest`()
        async throws
    {
        try await onLoop {
            let api = SampleAPI.make()
            let read = try await api.ask("GET", "/modules/sample/filter?guild_id=1", token: "down")
            #expect((read.status, read.code) == (503, 802))
            let write = try await api.ask("POST", "/modules/sample/echo", "{}", token: "down")
            #expect((write.status, write.code) == (503, 803))
            #expect(write.header("Retry-After") == "1")
        }
    }

    @Test func `a token over its rate is 429`() async throws {
        try await onLoop {
            let answer = try await SampleAPI.make()
                .ask("GET", "/modules/sample/filter?guild_id=1", token: "hasty")
            #expect((answer.status, answer.code) == (429, 429))
            #expect(answer.header("Retry-After") == "1")
        }
    }
}
