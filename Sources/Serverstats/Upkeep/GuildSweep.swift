import Discord
import Essentials
import EventLoop
import Postgres

/// Goes over all events of a guild, however many, in short statements.
@LoopActor
struct GuildSweep {
    let database: Database
    let guild: Snowflake

    /// How many rows a statement looks at.
    private static let limit: Int64 = 5_000
    /// How long a statement may take; the whole has no limit.
    private static let statementLimit = Duration.seconds(5)
    /// Older partitions are gone, or going.
    private static let daysBack: Int32 = 45

    /// Gives how many rows the statement met.
    func run(_ sql: SweepSQL, member: Snowflake? = nil) async throws(DatabaseError) -> Int64 {
        var met: Int64 = 0
        try await run(sql, member.map { [.snowflake($0)] } ?? []) { met += $0.int64(0) }
        return met
    }

    /// Counts the rows of a member, and where the names stand in texts of any rows.
    func count(_ member: Snowflake, _ names: MemberNames) async throws(DatabaseError)
        -> MemberEntries
    {
        var met = MemberEntries.none
        try await run(.countMember, [.snowflake(member), .textArray(names.all)]) { row in
            met = met + MemberEntries(counts: row.int64Array(0))
        }
        return met
    }

    private func run(
        _ sql: SweepSQL, _ more: [SQLValue], meet: (Row) -> Void
    ) async throws(DatabaseError) {
        let today = try await today()
        for day in today - Self.daysBack...today + 1 {
            try await run(sql, more, day: day, meet: meet)
        }
    }

    private func run(
        _ sql: SweepSQL, _ more: [SQLValue], day: Int32, meet: (Row) -> Void
    ) async throws(DatabaseError) {
        var key = SweepKey.beginning
        while true {
            let row = try await database.run(
                sql,
                [
                    .snowflake(guild), .date(daysSince1970: day), .int2(key.kind),
                    .timestamptz(key.time), .int8(key.id), .int8(Self.limit),
                ] + more,
                deadline: Instant.now() + Self.statementLimit)[0]
            meet(row)
            guard let kind = row.int16IfPresent(1) else { return }
            key = SweepKey(kind: kind, time: row.timestamp(2), id: row.int64(3))
        }
    }

    private func today() async throws(DatabaseError) -> Int32 {
        try await database.run(
            WriterSQL.today, deadline: Instant.now() + Self.statementLimit)[0].daysSince1970(0)
    }
}

/// The key of a row among those of its guild and day.
private struct SweepKey {
    let kind: Int16
    let time: Timestamp
    let id: Int64

    static let beginning = SweepKey(kind: 0, time: Timestamp(microseconds: .min), id: 0)
}
