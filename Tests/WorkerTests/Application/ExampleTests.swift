import API
import Essentials
import EventLoop
import HTTP
import Postgres
import TestSupport
import Testing
import Worker

/// The bodies that the documentation shows are ones that the API takes.
@Suite struct ExampleTests {
    @Test func `no example breaks a rule of its fields`() async throws {
        try await TestApplication.declared { application in
            var count = 0
            for endpoint in application.endpoints {
                guard let example = endpoint.example else { continue }
                count += 1
                let path = endpoint.path.split(separator: "/").map { segment in
                    segment.hasPrefix("{") ? "1" : String(segment)
                }
                // The database takes no connection: what is well-formed fails there, with another status.
                let answer = try await application.api.ask(
                    endpoint.method.rawValue, "/" + path.joined(separator: "/"),
                    String(decoding: example, as: UTF8.self))
                #expect(
                    ![400, 413, 415, 422].contains(answer.status),
                    "\(endpoint.method.rawValue) \(endpoint.path): \(answer.said)")
            }
            #expect(count > 100)
        }
    }
}
