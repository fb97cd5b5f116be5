import Essentials
import EventLoop
import Postgres

/// What disabling a guild or switching a statistic off leaves to be done, in chunks. Doing it twice, at once or again
/// after a crash, does no harm.
@LoopActor
struct Chores {
    let database: Database

    private static let chunk: Int64 = 1_000
    private static let statementLimit = Duration.seconds(5)

    /// The oldest unfinished ones.
    func unfinished() async throws(DatabaseError) -> [Chore] {
        try await run(ChoreSQL.unfinished, [.int8(100)]).compactMap(Chore.init)
    }

    /// Closes as many sessions as one statement does of each kind that was switched off: in most guilds that's all of them, so that
    /// whoever switched it off sees it done.
    func doSome(of guild: Snowflake) async throws(DatabaseError) {
        for kind in [Chore.Kind.closeVoice, .closePresence] {
            let rows = try await run(
                ChoreSQL.find, [.snowflake(guild), .int2(kind.rawValue)])
            guard let chore = rows.first.flatMap(Chore.init) else { continue }
            if try await closeChunk(of: chore) < Self.chunk { try await finish(chore) }
        }
    }

    func perform(_ chore: Chore) async throws(DatabaseError) {
        switch chore.kind {
        case .purge: try await purge(chore.guild)
        case .closeVoice, .closePresence:
            while try await closeChunk(of: chore) == Self.chunk {}
        }
        try await finish(chore)
    }

    private func finish(_ chore: Chore) async throws(DatabaseError) {
        _ = try await run(
            ChoreSQL.finish,
            [
                .snowflake(chore.guild), .int2(chore.kind.rawValue),
                .timestamptz(chore.requestedAt),
            ])
    }

    /// Closes some sessions; gives how many.
    private func closeChunk(of chore: Chore) async throws(DatabaseError) -> Int64 {
        let isVoice = chore.kind == .closeVoice
        let guild = SQLValue.snowflake(chore.guild)
        return try await database.runTogether(
            [
                BoundStatement(GuildLockSQL.exclusive, [guild]),
                BoundStatement(
                    isVoice ? ChoreSQL.closeVoice : .closePresence,
                    [
                        guild, .int2(isVoice ? Statistic.voice : Statistic.presence),
                        .int8(Self.chunk),
                    ]),
            ], deadline: Instant.now() + Self.statementLimit)[0].int64(0)
    }

    private func purge(_ guild: Snowflake) async throws(DatabaseError) {
        try await Writers(database: database).waitForPresent()
        for sql in [ChoreSQL.purgeVoice, .purgePresence, .purgeStatuses] {
            var count = Self.chunk
            while count == Self.chunk {
                count = try await run(sql, [.snowflake(guild), .int8(Self.chunk)])[0].int64(0)
            }
        }
        _ = try await run(ChoreSQL.purgeSamples, [.snowflake(guild)])
        _ = try await run(ChoreSQL.purgeRefreshes, [.snowflake(guild)])
        _ = try await GuildSweep(database: database, guild: guild).run(.purge)
    }

    private func run(_ sql: ChoreSQL, _ values: [SQLValue]) async throws(DatabaseError) -> Rows {
        try await database.run(sql, values, deadline: Instant.now() + Self.statementLimit)
    }
}

/// One thing to be done for one guild.
struct Chore: Sendable {
    let guild: Snowflake
    let kind: Kind
    let requestedAt: Timestamp

    /// The raw values are the database's.
    enum Kind: Int16 {
        case purge = 0
        case closeVoice = 1
        case closePresence = 2
    }

    /// Nil where a newer version of the program has left it.
    init?(_ row: Row) {
        guard let kind = Kind(rawValue: row.int16(1)) else { return nil }
        self.kind = kind
        guild = row.snowflake(0)
        requestedAt = row.timestamp(2)
    }
}
