import API
import Essentials
import EventLoop
import Postgres
import TestSupport
import Testing
import Worker

@Suite struct ApplicationTests {
    @Test(arguments: EndpointValidator.all.map(\.name))
    func `everything that is served keeps every rule`(name: String) async throws {
        let faults = try await onLoop {
            let database = try Database(configuration: DatabaseConfiguration(url: ""))
            let application = Application(database, queue: 1, log: .silent)
            let readiness = DatabaseReadiness(log: .silent) { _ in false }
            let endpoints = application.endpoints(readiness: readiness, version: "1.0.0")
            return EndpointValidator.all.first { $0.name == name }?.faults(endpoints)
        }
        #expect(faults == [])
    }
}
