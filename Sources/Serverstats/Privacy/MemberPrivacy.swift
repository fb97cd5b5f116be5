import Discord
import Essentials
import EventLoop
import Postgres

/// What is stored of one member of a guild: counting it, deleting it, and not storing more.
@LoopActor
struct MemberPrivacy {
    let database: Database
    let guild: Snowflake
    let member: Snowflake

    private static let statementLimit = Duration.seconds(5)

    /// How often the member's id is stored, and how often their names stand in texts; nothing while the module is disabled.
    func count(_ names: MemberNames) async throws(DatabaseError) -> MemberEntries {
        let rows = try await database.run(
            PrivacySQL.countPresent,
            [.snowflake(guild), .snowflake(member), .textArray(names.all)], deadline: deadline)
        guard let present = rows.first else { return .none }
        return try await MemberEntries(counts: present.int64Array(0)) + sweep.count(member, names)
    }

    /// Deletes all of it. What is on its way now is either deleted too or not stored.
    func erase() async throws(DatabaseError) -> Int64 {
        let present = try await runLocked(PrivacySQL.erasePresent)[0].int64(0)
        try await Writers(database: database).waitForPresent()
        return try await present + sweep.run(.eraseMember, member: member)
    }

    /// Nothing is stored of the member from now on.
    func refuse() async throws(DatabaseError) {
        _ = try await runLocked(
            PrivacySQL.refuse, [.int2(Statistic.voice), .int2(Statistic.presence)])
        try await Writers(database: database).waitForPresent()
    }

    /// The member is stored again.
    func consent() async throws(DatabaseError) {
        _ = try await runLocked(PrivacySQL.consent)
    }

    private var sweep: GuildSweep { GuildSweep(database: database, guild: guild) }

    private var deadline: Instant { Instant.now() + Self.statementLimit }

    private func runLocked(
        _ sql: PrivacySQL, _ more: [SQLValue] = []
    ) async throws(DatabaseError) -> Rows {
        let ids: [SQLValue] = [.snowflake(guild), .snowflake(member)]
        return try await database.runTogether(
            [BoundStatement(GuildLockSQL.member, ids), BoundStatement(sql, ids + more)],
            deadline: deadline)
    }
}
