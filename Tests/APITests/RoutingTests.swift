import Essentials
import EventLoop
import TestSupport
import Testing

@testable import API

@Suite struct RoutingTests {
    private func status(_ method: String, _ target: String) async throws -> Int {
        try await onLoop { try await SampleAPI.make().ask(method, target).status }
    }

    @Test(arguments: [
        "/modules/sample/", "/modules/sample", "/v1/modules/sample/", "/v1/modules/sample",
        "/modules/s%61mple", "/modules/sample/item/7?guild_id=1",
        "/modules/sample/item/7%2F8?guild_id=1",
        "/v1/modules/sample/item/7?guild_id=1", "/modules/sample/item/all?guild_id=1",
        "/modules/s%61mple/item/7?guild_id=1",
    ])
    func `a path is served as written, under v1, and encoded`(target: String) async throws {
        #expect(try await status("GET", target) == 200)
    }

    @Test(arguments: [
        "/", "/v1", "/v1/", "/modules", "/modules/sample/echo/", "/modules//sample",
        "/Modules/sample",
        "/v1/v1/modules/sample", "/modules%2Fsample", "/modules/sample/item/?guild_id=1",
        "/modules/sample/item/%00?guild_id=1", "/modules/sample/item/%ff?guild_id=1",
        "/modules/sample/item/7/8?guild_id=1",
        "/modules/sample/../sample", "/livez/",
    ])
    func `anything else is not found`(target: String) async throws {
        #expect(try await status("GET", target) == 404)
    }

    @Test func `a path parameter is decoded`() async throws {
        try await onLoop {
            let answer = try await SampleAPI.make()
                .ask("GET", "/modules/sample/item/a%20b+c?guild_id=1")
            #expect(answer.data?.member("item")?.string() == "a b+c")
        }
    }

    @Test func `a method that a path doesn't know is 405 with the ones it knows`() async throws {
        try await onLoop {
            let answer = try await SampleAPI.make().ask("PUT", "/modules/sample/item/7")
            #expect(answer.status == 405)
            #expect(answer.header("Allow") == "GET, DELETE, HEAD, OPTIONS")
            #expect(answer.code == 405)
        }
    }

    @Test(arguments: ["PATCH", "BREW", "get"])
    func `unknown methods are 405 at a path there is and 404 elsewhere`(method: String) async throws
    {
        #expect(try await status(method, "/modules/sample/echo") == 405)
        #expect(try await status(method, "/modules/sample/ech") == 404)
    }

    @Test func `OPTIONS tells the methods without credentials`() async throws {
        try await onLoop {
            let answer = try await SampleAPI.make()
                .ask("OPTIONS", "/v1/modules/sample/echo", token: nil)
            #expect(answer.status == 204)
            #expect(answer.header("Allow") == "POST, OPTIONS")
            let server = try await SampleAPI.make().ask("OPTIONS", "*", token: nil)
            #expect(server.header("Allow") == "GET, POST, PUT, DELETE, HEAD, OPTIONS")
        }
    }

    @Test func `HEAD is answered as GET`() async throws {
        #expect(try await status("HEAD", "/modules/sample/filter?guild_id=1") == 200)
        #expect(try await status("HEAD", "/modules/sample/echo") == 405)
        #expect(try await status("HEAD", "/modules/sample/filter") == 400)
    }
}
