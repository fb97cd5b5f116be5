import Essentials
import EventLoop
import Postgres
import TestSupport
import Testing

@testable import Serverstats

/// Identities on both sides of midnight; the database's clock is replaced by one that stands still.
@Suite struct MidnightTests {
    private static let sent = "stats/messages/sent"
    private static let fields = #""author_id":7,"channel_id":8,"message_id":"#

    /// Workers whose sessions find `now()` and its like in a schema of the test's.
    private func withFrozenClock(
        _ body:
            @escaping @Sendable @LoopActor ([TestWorker], FrozenClock, TestDatabase) async throws ->
            Void
    ) async throws {
        try await withWorkers(
            2, options: "&options=-csearch_path%3Dfake_time,pg_catalog,public",
            prepare: { try $0.execute(script: FrozenClock.schema) },
            { workers, database in
                let clock = FrozenClock(database: database)
                try clock.set("today 12:00")
                try await workers[0].enable()
                try await body(workers, clock, database)
            })
    }

    @Test func `a message that comes on both sides of midnight is stored once`() async throws {
        try await withFrozenClock { workers, clock, database in
            try clock.set("today 23:59:59.5")
            #expect(try await workers[0].ask("POST", Self.sent, Self.fields + "1").status == 200)
            try clock.set("tomorrow 00:00:00.5")
            #expect(try await workers[1].ask("POST", Self.sent, Self.fields + "1").status == 200)
            #expect(try database.eventCount() == 1)
            #expect(try await workers[1].ask("POST", Self.sent, Self.fields + "2").status == 200)
            #expect(try database.eventCount("day = current_date + 1") == 1)
        }
    }

    @Test func `a transaction that began before midnight sees what a later one stored after it`()
        async throws
    {
        try await withFrozenClock { workers, clock, database in
            try clock.set("tomorrow 00:00:00.1")
            #expect(try await workers[0].ask("POST", Self.sent, Self.fields + "1").status == 200)
            try clock.set("today 23:59:59.9")
            #expect(try await workers[1].ask("POST", Self.sent, Self.fields + "1").status == 200)
            #expect(try database.eventCount() == 1)
        }
    }

    @Test func `a message is known for 24 hours`() async throws {
        try await withFrozenClock { workers, clock, database in
            try clock.set("today 12:00")
            #expect(try await workers[0].ask("POST", Self.sent, Self.fields + "1").status == 200)
            try clock.set("tomorrow 12:00")
            #expect(try await workers[0].ask("POST", Self.sent, Self.fields + "1").status == 200)
            #expect(try database.eventCount() == 1)
        }
    }

    @Test(arguments: [
        (0, true), (9_999_999, true), (10_000_000, false), (43_200_000_000, false),
        (86_389_999_999, false), (86_390_000_000, true), (86_400_000_000, true),
    ])
    func `batches go one by one ten seconds around midnight`(microseconds: Int64, isNear: Bool) {
        #expect(Midnight.isNear(Timestamp(microseconds: microseconds)) == isNear)
    }
}

/// The database's clock, standing where the test puts it.
struct FrozenClock: Sendable {
    let database: TestDatabase

    /// Puts the clock to a moment of the real today or tomorrow, UTC.
    func set(_ moment: String) throws {
        let words = moment.split(separator: " ")
        let days = words[0] == "tomorrow" ? 1 : 0
        try database.script(
            """
            UPDATE fake_time.clock
            SET at = ((current_date + \(days)) || ' \(words[1])')::timestamp AT TIME ZONE 'UTC'
            """)
    }

    static let schema = """
        CREATE SCHEMA fake_time;
        CREATE TABLE fake_time.clock (at timestamptz NOT NULL);
        INSERT INTO fake_time.clock VALUES (pg_catalog.now());
        CREATE FUNCTION fake_time.now() RETURNS timestamptz LANGUAGE sql STABLE
            AS 'SELECT at FROM fake_time.clock';
        CREATE FUNCTION fake_time.statement_timestamp() RETURNS timestamptz LANGUAGE sql STABLE
            AS 'SELECT at FROM fake_time.clock';
        CREATE FUNCTION fake_time.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE
            AS 'SELECT at FROM fake_time.clock';
        """
}
