import Modules

/// Deletes a member's data, and rejects new events of theirs until that is answered.
///
/// Events of the member that arrive before the mark's time aren't stored. During the erasure the mark is in the future, so
/// nothing is stored behind it; the final mark expires just after the response and covers events in flight.
@LoopActor
struct MemberErasure {
    let database: Database
    let guild: Snowflake
    let member: Snowflake

    private static let statementLimit = Duration.seconds(5)
    /// Events deleted by one statement.
    private static let chunk: Int64 = 1_000
    /// The mark's lead during the erasure, in milliseconds, and the time after which it's renewed.
    private static let lease: Int32 = 60_000
    private static let renewal = Duration.seconds(15)

    /// Returns the number of deleted rows, before the final mark expires.
    ///
    /// Erasures of a member are serialized in the cluster: the end of one would shorten the other's mark.
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

    /// Runs the statement under the member's lock, after concurrent changes of their sessions.
    private func together(
        _ sql: PrivacySQL, _ more: [SQLValue]
    ) async throws(DatabaseError) -> Rows {
        let ids: [SQLValue] = [.snowflake(guild), .snowflake(member)]
        return try await database.runTogether(
            [Serverstats.lock.member(member, of: guild), BoundStatement(sql, ids + more)],
            deadline: Instant.now() + Self.statementLimit)
    }
}
