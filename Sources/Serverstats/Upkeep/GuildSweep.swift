import Modules

/// Goes through all events of a guild, however many, in short statements.
@LoopActor
struct GuildSweep {
    let database: Database
    let guild: Snowflake

    /// The number of rows one statement scans.
    private static let limit: Int64 = 5_000
    /// The time limit of a statement; the whole has none.
    private static let statementLimit = Duration.seconds(5)
    /// Older partitions have been dropped, or are about to be.
    private static let daysBack: Int32 = 45

    /// Returns the number of rows affected.
    func run(_ sql: SweepSQL) async throws(DatabaseError) -> Int64 {
        var met: Int64 = 0
        for day in try await days() { met += try await run(sql, day: day) }
        return met
    }

    /// The days that may have rows.
    func days() async throws(DatabaseError) -> ClosedRange<Int32> {
        let today = try await database.run(
            WriterSQL.today, deadline: Instant.now() + Self.statementLimit)[0].daysSince1970(0)
        return today - Self.daysBack...today + 1
    }

    private func run(_ sql: SweepSQL, day: Int32) async throws(DatabaseError) -> Int64 {
        var key = SweepKey.beginning
        var met: Int64 = 0
        while true {
            let row = try await database.run(
                sql,
                [
                    .snowflake(guild), .date(daysSince1970: day), .int2(key.kind),
                    .timestamptz(key.time), .int8(key.id), .int8(Self.limit),
                ],
                deadline: Instant.now() + Self.statementLimit)[0]
            met += row.int64(0)
            guard let kind = row.int16IfPresent(1) else { return met }
            key = SweepKey(kind: kind, time: row.timestamp(2), id: row.int64(3))
        }
    }
}

/// The key of a row among those of its guild and day.
private struct SweepKey {
    let kind: Int16
    let time: Timestamp
    let id: Int64

    static let beginning = SweepKey(kind: 0, time: Timestamp(microseconds: .min), id: 0)
}
