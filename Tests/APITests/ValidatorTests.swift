import EventLoop
import HTTP
import TestSupport
import Testing

@testable import API

@Suite struct ValidatorTests {
    @Test(arguments: EndpointValidator.all.map(\.name))
    func `the API's own endpoints keep every rule`(name: String) async throws {
        let faults = await onLoopFaults(name)
        #expect(faults == [])
    }

    private func onLoopFaults(_ name: String) async -> [String] {
        let endpoints = OwnEndpoints.added(to: [], readiness: FixedReadiness(), version: "1")
        return EndpointValidator.all.first { $0.name == name }?.faults(endpoints) ?? []
    }

    static let guilty: [(String, [Endpoint])] = [
        ("a method stands once at a path", [plain("/a"), plain("/a")]),
        (
            "paths don't differ by their parameters' names only",
            [item("/a/{b}", .path("b", "An id.")), item("/a/{c}", .path("c", "An id."))]
        ),
        ("a path begins with a slash and has no empty segment inside", [plain("/a//b")]),
        ("a path leaves the version's prefix to the router", [plain("/v1/a")]),
        ("path parameters and path fields are the same", [plain("/a/{b}")]),
        ("names are in snake_case", [item("/a/{B}", .path("B", "An id."))]),
        ("an endpoint is explained in a sentence", [plain("/a", "does something")]),
        ("a field is explained in a sentence", [item("/a/{b}", .path("b", "an id"))]),
        (
            "an endpoint with input fields says where they come from",
            [item("/a", .text("b", 1...2, "A text."))]
        ),
        ("administrators are known by the guild", [plain("/a", access: .administrators)]),
        ("privacy is known by the member, and may be forbidden", [plain("/a", access: .privacy)]),
        ("the guild is the field guild_id", [item("/a/{guild_id}", .path("guild_id", "An id."))]),
    ]

    @Test(arguments: guilty.indices)
    func `what breaks a rule is found`(place: Int) {
        let (rule, endpoints) = Self.guilty[place]
        #expect(EndpointValidator.faults(in: endpoints).contains { $0.hasPrefix(rule) })
    }

    private static func plain(
        _ path: String, _ summary: String = "Does something.", access: Access = .open
    ) -> Endpoint {
        Endpoint(.get, path, summary, group: "a", access: access) { _ in .message("done") }
    }

    private static func item(_ path: String, _ field: Field<String>) -> Endpoint {
        Endpoint(.get, path, "Does something.", group: "a", access: .open, fields: field) { _, _ in
            .message("done")
        }
    }
}
