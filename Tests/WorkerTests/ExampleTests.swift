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
        try await onLoop {
            let database = try Database(
                configuration: DatabaseConfiguration(url: "postgresql://127.0.0.1:1/none"))
            defer { database.stop() }
            database.start()
            let application = Application(database, queue: 1, log: .silent)
            let readiness = DatabaseReadiness(log: .silent) { _ in false }
            let endpoints = application.endpoints(readiness: readiness, version: "1")
            let api = InMemoryAPI(endpoints)
            var count = 0
            for endpoint in endpoints {
                guard let example = endpoint.example else { continue }
                count += 1
                let path = endpoint.path.split(separator: "/").map { segment in
                    segment.hasPrefix("{") ? "1" : String(segment)
                }
                // The database takes no connection: what is well-formed fails there, with another status.
                let answer = try await api.ask(
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
