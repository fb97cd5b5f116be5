import Modules

/// A member's stored data in a guild: counts it, and switches data collection off and on.
@LoopActor
struct MemberPrivacy {
    let database: Database
    let guild: Snowflake
    let member: Snowflake

    private static let statementLimit = Duration.seconds(5)

    /// Occurrences of the member's id and of their names in texts; none while the module is disabled.
    func count(_ names: MemberNames, by count: EntryCount? = nil) async throws -> MemberEntries {
        let count = count ?? EntryCount(database)
        let texts = SQLValue.textArray(names.all)
        guard let present = try await count.row(CountSQL.present, ids + [texts]) else {
            return .none
        }
        var met = MemberEntries(counts: present.int64Array(0))
        for day in try await GuildSweep(database: database, guild: guild).days() {
            let row = try await count.row(CountSQL.events, ids + [.date(daysSince1970: day)])
            let id = row.map { $0.int64Array(0).first ?? 0 } ?? 0
            met = met + MemberEntries(id: id, names: MemberEntries.noNames)
        }
        return try await met + countTexts([.snowflake(guild), texts], by: count)
    }

    /// Occurrences of the names in texts, of any member's rows.
    private func countTexts(
        _ values: [SQLValue], by count: EntryCount
    ) async throws -> MemberEntries {
        let key: (Row) -> [SQLValue] = { [.timestamptz($0.timestamp(1)), .int8($0.int64(2))] }
        let beginning: [SQLValue] = [.timestamptz(Timestamp(microseconds: 0)), .int8(0)]
        var met = try await count.sum(
            CountSQL.activities, values, after: beginning, next: key)
        for statistic in Statistic.all where statistic.content.hasText {
            met =
                try await met
                + count.sum(
                    CountSQL.texts, values + [.int2(statistic.number)], after: beginning, next: key)
        }
        return met
    }

    /// Switches data collection off: nothing is stored of the member after this returns.
    func refuse() async throws(DatabaseError) {
        try await runLocked([
            BoundStatement(PrivacySQL.refuse, ids),
            BoundStatement(
                PresentSQL.leaveGuild, ids + [.int2(Statistic.voice), .int2(Statistic.presence)]),
        ])
        try await InFlightTransactions(database: database).waitForPresent()
    }

    /// Switches data collection on again.
    func consent() async throws(DatabaseError) {
        try await runLocked([BoundStatement(PrivacySQL.consent, ids)])
    }

    private var ids: [SQLValue] { [.snowflake(guild), .snowflake(member)] }

    private func runLocked(_ statements: [BoundStatement]) async throws(DatabaseError) {
        _ = try await database.runTogether(
            [Serverstats.lock.member(member, of: guild)] + statements,
            deadline: Instant.now() + Self.statementLimit)
    }
}
