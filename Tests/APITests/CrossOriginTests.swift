import HTTP
import TestSupport
import Testing

@testable import API

@Suite struct CrossOriginTests {
    private func ask(
        _ method: String, origin: String, allowed: [String], _ headers: [String] = []
    ) async throws -> [String: String] {
        try await onLoop {
            let api = InMemoryAPI(SampleAPI.endpoints, pages: CrossOrigin(allowed))
            let answer = try await api.ask(
                method, "/modules/sample/filter?guild_id=1",
                headers: ["Origin: \(origin)"] + headers)
            #expect(answer.status == (method == "OPTIONS" ? 204 : 200))
            return Dictionary(answer.headers.map { ($0.name, $0.value) }) { $0 + ", " + $1 }
        }
    }

    private let page = "https://dashboard.example"

    @Test func `a page that may call is told so, and what it may read`() async throws {
        for allowed in [[page], ["https://other.example", page], ["*"]] {
            let headers = try await ask("GET", origin: page, allowed: allowed)
            #expect(headers["Access-Control-Allow-Origin"] == page)
            #expect(headers["Access-Control-Expose-Headers"] == "Retry-After, X-Request-Id")
            #expect(headers["Vary"] == "Origin")
            #expect(headers["Access-Control-Allow-Methods"] == nil)
        }
    }

    @Test func `a browser that asks first is told methods and headers`() async throws {
        let headers = try await ask(
            "OPTIONS", origin: page, allowed: [page], ["Access-Control-Request-Method: PUT"])
        #expect(headers["Access-Control-Allow-Origin"] == page)
        #expect(headers["Access-Control-Allow-Methods"] == "GET, POST, PUT, DELETE")
        #expect(headers["Access-Control-Allow-Headers"]?.contains("Authorization") == true)
        #expect(headers["Access-Control-Allow-Credentials"] == nil)
    }

    @Test(arguments: [
        "https://dashboard.example.evil", "http://dashboard.example", "null",
        "https://DASHBOARD.example",
    ])
    func `any other page isn't`(origin: String) async throws {
        let headers = try await ask("GET", origin: origin, allowed: [page])
        #expect(headers["Access-Control-Allow-Origin"] == nil)
        #expect(headers["Vary"] == "Origin")
    }

    @Test func `without a setting there is nothing of it`() async throws {
        let headers = try await ask("GET", origin: page, allowed: [])
        #expect(headers["Access-Control-Allow-Origin"] == nil)
        #expect(headers["Vary"] == nil)
    }
}
