import API
import Discord
import Essentials
import EventLoop
import Modules
import Postgres

/// Deletes what is stored of a member, and keeps out what arrives until that is answered.
///
/// A mark says until when what arrives of the member is not stored. While the erasure goes on it lies in the future, so that nothing
/// can be stored behind it; the last mark lies just after the answer, for what is on its way then.
@LoopActor
struct MemberErasure {
    let database: Database
    let guild: Snowflake
    let member: Snowflake

    private static let statementLimit = Duration.seconds(5)
    /// How many events a statement deletes.
    private static let chunk: Int64 = 1_000
    /// How far the mark lies ahead while the erasure goes on, in milliseconds, and how long it may go on before it's renewed.
    private static let lease: Int32 = 60_000
    private static let renewal = Duration.seconds(15)

    /// Gives how many rows were deleted; returns before the last mark has passed.
    ///
    /// One erasure of a member at a time in the cluster: the end of one would cut the other's mark short.
    func run(deadline: Instant) async throws -> Int64 {
        let key = LockKey(.erasure, guild.rawValue, member.rawValue)
        do {
            return try await database.direct.withLock(key, deadline: deadline) { _ in
                try await erase()
            }
        } catch let error as LockError {
            throw APIError.database(outcomeUnknown: false).because(error.words)
        }
    }

    private func erase() async throws(DatabaseError) -> Int64 {
        var deleted = try await together(PrivacySQL.erasePresent, [])[0].int64(0)
        var marked = Instant.now()
        try await InFlightTransactions(database: database).waitForPresent()
        for day in try await GuildSweep(database: database, guild: guild).days() {
            var count = Self.chunk
            while count == Self.chunk {
                count = try await eraseEvents(of: day)
                deleted += count
                guard Instant.now() - marked > Self.renewal else { continue }
                marked = Instant.now()
                try await mark(Self.lease)
            }
        }
        try await ErasureMark.leave(mark)
        return deleted
    }

    private func eraseEvents(of day: Int32) async throws(DatabaseError) -> Int64 {
        try await database.run(
            PrivacySQL.eraseEvents,
            [
                .snowflake(guild), .snowflake(member), .date(daysSince1970: day),
                .int8(Self.chunk),
            ], deadline: Instant.now() + Self.statementLimit)[0].int64(0)
    }

    private func mark(_ milliseconds: Int32) async throws(DatabaseError) {
        _ = try await together(PrivacySQL.prolongErasure, [.int4(milliseconds)])
    }

    /// After what is being done to the member's sessions.
    private func together(
        _ sql: PrivacySQL, _ more: [SQLValue]
    ) async throws(DatabaseError) -> Rows {
        let ids: [SQLValue] = [.snowflake(guild), .snowflake(member)]
        return try await database.runTogether(
            [Serverstats.lock.member(member, of: guild), BoundStatement(sql, ids + more)],
            deadline: Instant.now() + Self.statementLimit)
    }
}
