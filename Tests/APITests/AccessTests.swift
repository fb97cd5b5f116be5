import Essentials
import EventLoop
import TestSupport
import Testing

@testable import API

@Suite struct AccessTests {
    @Test(arguments: [
        ("service", "GET", "filter?guild_id=42", 200),
        ("key-of-42", "GET", "filter?guild_id=42", 200),
        ("key-of-41", "GET", "filter?guild_id=42", 403),
        ("user-7-of-42", "GET", "filter?guild_id=42", 200),
        ("user-7-of-41", "GET", "filter?guild_id=42", 403),
        ("service", "POST", "event", 200), ("key-of-42", "POST", "event", 403),
        ("user-7-of-42", "POST", "event", 403),
        ("service", "GET", "privacy?guild_id=42&privacy_member_id=9", 200),
        ("user-7-of-", "GET", "privacy?guild_id=42&privacy_member_id=7", 200),
        ("user-7-of-42", "GET", "privacy?guild_id=42&privacy_member_id=9", 403),
        ("key-of-42", "GET", "privacy?guild_id=42&privacy_member_id=9", 403),
    ])
    func `who may call what`(
        token: String, method: String, path: String, status: Int
    ) async throws {
        try await onLoop {
            let body = method == "POST" ? #"{"guild_id":42,"user_id":7}"# : nil
            let answer = try await SampleAPI.make()
                .ask(method, "/modules/sample/\(path)", body, token: token)
            #expect(answer.status == status)
            if status == 403 {
                #expect(
                    answer.message == "Forbidden! You are not allowed to access this resource!")
            }
        }
    }

    @Test(arguments: [
        ("service", 200), ("key-of-42", 403), ("user-7-of-42", 200), ("user-7-of-1", 403),
    ])
    func `an API key can't manage API keys`(token: String, status: Int) async throws {
        try await onLoop {
            let answer = try await SampleAPI.make()
                .ask("POST", "/auth/api-key", #"{"guild_id":"42"}"#, token: token)
            #expect(answer.status == status)
        }
    }

    @Test(arguments: ["/modules/sample/", "/livez", "/readyz", "/openapi.json", "/docs"])
    func `homes and the API's own endpoints are open`(path: String) async throws {
        try await onLoop {
            let answer = try await SampleAPI.make().ask("GET", path, token: nil)
            #expect(answer.status == 200)
        }
    }
}
