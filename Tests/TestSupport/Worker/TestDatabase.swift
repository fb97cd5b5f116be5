import EventLoop
import Postgres

/// A test's view of its database, past the product. It blocks the loop, so it must not wait for what runs there.
package final class TestDatabase: Sendable {
    package let url: String
    private let shared: SharedConnection

    package init(url: String) {
        self.url = url
        shared = SharedConnection(url: url)
    }

    package func connect() throws -> SynchronousDatabase { try SynchronousDatabase(url: url) }

    @discardableResult
    package func run(_ text: String) throws -> Rows {
        try shared.use { try $0.run(TestSQL(text)) }
    }

    package func number(_ text: String) throws -> Int64 {
        guard let row = try run(text).first else { throw TestFailure("no row: \(text)") }
        return row.int64(0)
    }

    package func script(_ text: String) throws { try shared.use { try $0.execute(script: text) } }

    /// Returns once a statement of the product waits for a lock.
    @LoopActor
    package func untilBlocked() async throws {
        try await until(
            """
            SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
            WHERE NOT granted AND datname = current_database()
            """)
    }

    /// Returns once a count isn't 0.
    @LoopActor
    package func until(_ count: String) async throws {
        let connection = try connect()
        try await TestSupport.until {
            try connection.run(TestSQL(count))[0].int64(0) != 0
        }
    }
}

/// A text of a test's own.
package struct TestSQL: SQL {
    package let rawValue: String

    package init(_ text: String) { rawValue = text }
    package init?(rawValue: String) { nil }
    package static var allCases: [TestSQL] { [] }
}
