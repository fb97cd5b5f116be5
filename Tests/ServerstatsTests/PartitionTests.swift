import Essentials
import EventLoop
import Postgres
import TestSupport
import Testing

@testable import Serverstats

@Suite struct PartitionTests {
    private static let count = """
        SELECT count(*) FROM pg_inherits WHERE inhparent = 'statistics_events'::regclass
        """

    private static func addOld(_ database: TestDatabase, days: ClosedRange<Int>) throws {
        try database.run(
            """
            SELECT count(make_statistics_partition('statistics_events', (now() AT TIME ZONE 'UTC')::date - n))
            FROM generate_series(\(days.lowerBound), \(days.upperBound)) AS n
            """)
    }

    @Test func `a name is the table's and the day's`() {
        #expect(
            Partition(table: .events, daysSince1970: 20_454).name == "statistics_events_2026_01_01")
    }

    @Test func `a week ahead is made and what is older than 31 days is dropped`() async throws {
        try await withWorker { worker, database in
            try Self.addOld(database, days: 2...40)
            try database.script(
                "DROP TABLE \(Partition(table: .events, daysSince1970: try Self.today(database) + 7).name)"
            )
            let partitions = Partitions(database: worker.database, log: .silent)
            #expect(await partitions.maintain())
            #expect(try database.number(Self.count) == 31 + 1 + 7)
            #expect(await partitions.maintain())
            #expect(try database.number(Self.count) == 31 + 1 + 7)
            let left =
                "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relname ~ '^statistics_events_'"
            #expect(try database.number(left) == 31 + 1 + 7)
        }
    }

    @Test func `two workers at once do it once`() async throws {
        try await withWorkers(2) { workers, database in
            try Self.addOld(database, days: 30...36)
            let today = try Self.today(database)
            for day in 1...7 {
                try database.script(
                    "DROP TABLE \(Partition(table: .events, daysSince1970: today + Int32(day)).name)"
                )
            }
            try await withJobs(of: workers) {
                try await until { try database.number(Self.count) == 2 + 2 + 7 }
            }
            // Without the lock too: one of them may have to try again.
            _ = try await inParallel(2) { place in
                await Partitions(database: workers[place].database, log: .silent).maintain()
            }
            #expect(try database.number(Self.count) == 2 + 2 + 7)
        }
    }

    @Test func `a crash between detaching and dropping is made good`() async throws {
        try await withWorker { worker, database in
            try Self.addOld(database, days: 34...36)
            let today = try Self.today(database)
            let detached = Partition(table: .events, daysSince1970: today - 34)
            try database.run(
                "ALTER TABLE statistics_events DETACH PARTITION \(detached.name) CONCURRENTLY")
            #expect(await Partitions(database: worker.database, log: .silent).maintain())
            #expect(
                try database.number(
                    "SELECT count(*) FROM pg_class WHERE relname = '\(detached.name)'") == 0)
        }
    }

    @Test func `a reader who takes long puts it off, and a detach that broke off is finished`()
        async throws
    {
        try await withWorker { worker, database in
            try Self.addOld(database, days: 34...35)
            let reader = try database.connect()
            try reader.begin()
            try reader.run(TestSQL("SELECT count(*) FROM statistics_events"))
            let partitions = Partitions(database: worker.database, log: .silent)
            #expect(await !partitions.maintain())
            #expect(try database.number(Self.count) == 2 + 9)
            let pending = "SELECT count(*) FROM pg_inherits WHERE inhdetachpending"
            // As versions before this one did it: its second half waits for the reader.
            let old = Partition(table: .events, daysSince1970: try Self.today(database) - 34)
            let former = try database.connect()
            try former.execute(script: "SET lock_timeout = 100")
            #expect(throws: DatabaseError.self) {
                try former.run(
                    TestSQL(
                        "ALTER TABLE statistics_events DETACH PARTITION \(old.name) CONCURRENTLY"))
            }
            #expect(try database.number(pending) == 1)
            reader.rollBack()
            #expect(await partitions.maintain())
            #expect(try database.number(pending) == 0)
            #expect(try database.number(Self.count) == 9)
        }
    }

    @Test func `events are stored while partitions come and go`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            try Self.addOld(database, days: 2...40)
            let stored = Promise<[Int]>()
            spawn {
                var statuses: [Int] = []
                for _ in 0..<100 {
                    let answer = try? await worker.ask(
                        "POST", "stats/members/joined", #""joined_member_id":7"#)
                    statuses.append(answer?.status ?? 0)
                }
                stored.fulfil(statuses)
            }
            #expect(await Partitions(database: worker.database, log: .silent).maintain())
            #expect(await stored.value.allSatisfy { $0 == 200 })
            #expect(try await worker.rows("members/joined", "days=30").count == 100)
        }
    }

    private static func today(_ database: TestDatabase) throws -> Int32 {
        try database.run("SELECT (now() AT TIME ZONE 'UTC')::date")[0].daysSince1970(0)
    }
}
