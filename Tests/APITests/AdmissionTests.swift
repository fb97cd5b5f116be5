import EventLoop
import HTTP
import TestSupport
import Testing

@testable import API

/// What a request's head alone is enough to refuse.
@Suite struct AdmissionTests {
    @Test(arguments: [
        ("/nowhere", "service", 404), ("/modules/sample/filter", "service", 405),
        ("/modules/sample/echo", "", 401), ("/modules/sample/echo", "made-up", 401),
        ("/modules/sample/echo", "down", 503),
    ])
    func `no body is read for nothing or for nobody`(
        path: String, token: String, status: Int
    ) async throws {
        try await onLoop {
            let answer = try await Self.admission("POST \(path)", token)
            guard case .refused(let response) = answer else {
                Issue.record("admitted")
                return
            }
            #expect(response.status == status)
        }
    }

    @Test func `each caller's bodies are counted for them, the fleet's for nobody`() async throws {
        try await onLoop {
            func party(_ token: String) async throws -> InputParty? {
                let answer = try await Self.admission("POST /modules/sample/echo", token)
                if case .admitted(let party) = answer { return party } else { return nil }
            }
            #expect(try await party("service") == .trusted)
            let key = try await party("key-of-42")
            #expect(key != nil && key != .trusted && key != .stranger)
            #expect(try await party("key-of-43") != key)
            #expect(try await party("key-of-42") == key)
        }
    }

    @LoopActor
    private static func admission(_ line: String, _ token: String) async throws -> HTTPAdmission {
        var text = "\(line) HTTP/1.1\r\nHost: a\r\n"
        if !token.isEmpty { text += "Authorization: Bearer \(token)\r\n" }
        let request = try HTTPRequest(parsing: Array((text + "\r\n").utf8))
        return await SampleAPI.make().responder.admission(of: request)
    }
}
