import Effects
import Essentials
import EventLoop
import Postgres
import TestSupport
import Testing

@testable import Serverstats

/// Events that were on their way while something changed.
@Suite struct LateEventTests {
    private static let joined = (path: "stats/members/joined", fields: #""joined_member_id":7"#)

    @Test func `an event that arrived before the module was enabled anew is not stored`()
        async throws
    {
        try await withWorkers(2) { workers, database in
            try await workers[0].enable()
            let arrival = Instant.now()
            try await workers[1].ask("POST", "disable")
            try await workers[1].enable()
            let late = try await workers[0].ask(
                "POST", Self.joined.path, Self.joined.fields, arrival: arrival)
            #expect(late.code == 800)
            let session = try await workers[0].ask(
                "POST", "stats/voice", #""joined_member_id":7,"channel_id":8"#, arrival: arrival)
            #expect(session.code == 800)
            let fresh = try await workers[0].ask("POST", Self.joined.path, Self.joined.fields)
            #expect(fresh.status == 200)
            #expect(try await workers[0].rows("members/joined").count == 1)
            #expect(try database.eventCount() == 1)
        }
    }

    @Test func `an event that saw the old enabling is stored under it, and never shown`()
        async throws
    {
        try await withWorkers(2) { workers, database in
            try await workers[0].enable()
            // The batch waits after its snapshot was taken, and stores after the guild was enabled anew.
            let late = try await HeldBatch(of: workers[0], database)
            try await workers[1].ask("POST", "disable")
            try await workers[1].enable()
            #expect(await late.release() == [.kept])
            #expect(try database.eventCount() == 1)
            #expect(try await workers[0].rows("members/joined") == [])
            await workers[0].reconciler.completeAll()
            #expect(try database.eventCount() == 0)
        }
    }

    @Test func `an event that arrived before its member was erased is not stored`() async throws {
        try await withWorkers(2) { workers, database in
            try await workers[0].enable()
            let arrival = Instant.now()
            try await workers[1].ask(
                "DELETE", "privacy/delete-user-entries", #""privacy_member_id":7"#)
            let late = try await workers[0].ask(
                "POST", Self.joined.path, Self.joined.fields, arrival: arrival)
            #expect(late.status == 200)
            #expect(try database.eventCount() == 0)
            let other = try await workers[0].ask(
                "POST", Self.joined.path, #""joined_member_id":8"#, arrival: arrival)
            #expect(other.status == 200)
            #expect(try database.eventCount() == 1)
        }
    }

    @Test func `erasing waits for a batch that doesn't know of it yet`() async throws {
        try await withWorkers(2) { workers, database in
            try await workers[0].enable()
            let late = try await HeldBatch(of: workers[0], database)
            let erased = Promise<Int>()
            let second = workers[1]
            spawn {
                let answer = try? await second.ask(
                    "DELETE", "privacy/delete-user-entries", #""privacy_member_id":7"#)
                erased.fulfil(answer?.status ?? 0)
            }
            try await database.until("SELECT count(*) FROM serverstats_members")
            #expect(!erased.isFulfilled)
            #expect(await late.release() == [.kept])
            #expect(await erased.value == 200)
            #expect(try database.eventCount() == 0)
        }
    }
}

/// A batch of one event that waits, its snapshot taken, for another transaction to end.
@LoopActor
private struct HeldBatch {
    private let other: SynchronousDatabase
    private let stored = Promise<[Fate]>()

    init(of worker: TestWorker, _ database: TestDatabase) async throws {
        other = try database.connect()
        try other.begin()
        try other.run(
            TestSQL(
                """
                INSERT INTO ingest_batches VALUES ('00000000-0000-0001-0000-000000000001', now(), '{}')
                """))
        let statistic = try #require(Statistic.all.first { $0.path == "members/joined" })
        var event = Event(
            of: EventKind(statistic),
            in: try #require(Snowflake(rawValue: TestWorker.guild)), arrival: .now())
        event.user = Snowflake(rawValue: 7)
        let (late, stored) = (event, stored)
        spawn {
            let fates = try? await EventStore.store(
                [late], batch: SQLUUID(high: 1, low: 1), in: worker.database,
                deadline: .now() + .seconds(5))
            stored.fulfil(fates ?? [])
        }
        try await database.untilBlocked()
    }

    /// Lets it be stored, and gives what became of the event.
    func release() async -> [Fate] {
        other.rollBack()
        return await stored.value
    }
}
