import Essentials
import Glibc
import HTTP
import Postgres
import TestSupport
import Testing

@testable import API

/// What the log says of requests: who called, what failed and why, and which changes were made.
@Suite struct RequestLogTests {
    /// The lines that one request leaves.
    private func lines(
        _ endpoint: Endpoint, level: LogLevel = .info, token: String = "key-of-1",
        _ body: String? = #"{"guild_id":1}"#
    ) async throws -> [String] {
        let file = temporaryFile()
        defer { unlink(file) }
        let descriptor = open(file, O_WRONLY)
        defer { close(descriptor) }
        try await onLoop {
            let log = Log(level: level, sink: LogSink(descriptor: descriptor))
            let method = endpoint.method.rawValue
            let target = endpoint.method == .get ? "\(endpoint.path)?guild_id=1" : endpoint.path
            _ = try await InMemoryAPI([endpoint], log: log).ask(
                method, target, endpoint.method == .get ? nil : body, token: token)
        }
        return readFile(file).split(separator: "\n").map(String.init)
    }

    private static func endpoint(
        _ method: HTTPMethod, access: Access = .administrators, throwing error: (any Error)? = nil
    ) -> Endpoint {
        Endpoint(
            method, "/thing", "Does something.", group: "sample", access: access,
            input: method == .get ? .query : .body, errors: [.badRequest],
            fields: Field<Snowflake>.guild
        ) { _, _ in
            if let error { throw error }
            return .message("done")
        }
    }

    @Test func `a change that an administrator may make leaves a line with who made it`()
        async throws
    {
        for method in [HTTPMethod.put, .post, .delete] {
            let lines = try await lines(Self.endpoint(method))
            #expect(lines.count == 1)
            #expect(lines.first?.contains(#""message":"audit""#) == true)
            #expect(lines.first?.contains(#""caller":"API key 1","guild":"1""#) == true)
        }
    }

    @Test func `reading, what the fleet reports and what was refused leave none`() async throws {
        #expect(try await lines(Self.endpoint(.get)) == [])
        #expect(try await lines(Self.endpoint(.post, access: .service), token: "service") == [])
        #expect(try await lines(Self.endpoint(.post), #"{"guild_id":"x"}"#) == [])
        #expect(
            try await lines(Self.endpoint(.post, throwing: APIError.unprocessable("No."))) == [])
    }

    @Test(arguments: [
        (
            DatabaseError.server(
                SQLState(rawValue: "23514"), message: "no partition of relation \"x\" found for row"
            ),
            "no partition of relation \\\"x\\\" found for row (SQLSTATE 23514)"
        ),
        (.server(SQLState(rawValue: "22P02"), message: "invalid \"secret\""), "SQLSTATE 22P02"),
        (
            .server(SQLState(rawValue: "22P05"), message: "character has no equivalent in LATIN1"),
            "character has no equivalent in LATIN1 (SQLSTATE 22P05)"
        ),
        (.timedOut(mayHaveRun: true), "no answer in time; the statement may have run"),
    ])
    func `what the database refuses is told with its cause, without values`(
        error: DatabaseError, cause: String
    ) async throws {
        let lines = try await lines(Self.endpoint(.post, throwing: error))
        #expect(lines.count == 1)
        #expect(lines.first?.contains(#""status":503"#) == true)
        #expect(lines.first?.contains(#""cause":"\#(cause)""#) == true, "\(lines)")
    }

    @Test func `every answer of 5xx has a cause at the level it's logged at`() async throws {
        let errors: [any Error] = [
            APIError.database(outcomeUnknown: false).because("the lock is held"),
            APIError.discord("Discord answered 500."), APIError.unready("No database."),
            TestFailure("a bug"),
        ]
        for error in errors {
            let lines = try await lines(Self.endpoint(.get, throwing: error), level: .debug)
            #expect(lines.count == 1)
            #expect(lines.first?.contains(#""cause":""#) == true, "\(error): \(lines)")
        }
    }

    /// Nobody throws 802 or 803 by hand without saying why.
    @Test func `the sources throw no failure of the database without its cause`() throws {
        let found = try Subprocess.run([
            "/bin/sh", "-c",
            """
            cd \(Cluster.tree)/Sources &&
            grep -rnE 'APIError\\.(settings|database\\([^)]*\\))($|[^.])' --include='*.swift' . | grep -v '^./API/' || true
            """,
        ])
        #expect(found == "")
    }
}
