import Effects
import Essentials
import EventLoop
import Postgres

/// What disabling a guild or switching a statistic off leaves to be done, in chunks. Doing it twice, at once or again
/// after a crash, does no harm.
@LoopActor
struct Chores {
    let database: Database
    let reconciler: Reconciler

    private static let chunk: Int64 = 1_000
    private static let statementLimit = Duration.seconds(5)

    /// Has them done in the background.
    func register() {
        reconciler.resumes(.oldStatistics) { due, _ in
            try await purge(due.key.guild)
            return true
        }
        for kind in Self.closing {
            reconciler.resumes(kind) { due, _ in try await closeChunk(of: due.key) < Self.chunk }
        }
    }

    private static let closing: [EffectKind] = [.openVoice, .openPresence]

    /// Closes as many sessions as one statement does of each kind that was switched off: in most guilds that's all of them, so that
    /// whoever switched it off sees it done.
    func doSome(of guild: Snowflake) async throws(DatabaseError) {
        for kind in Self.closing {
            let key = EffectKey(kind, in: guild)
            guard let due = try await EffectClaim.requested(key, on: database) else { continue }
            if try await closeChunk(of: key) < Self.chunk { try await reconciler.finish(due) }
        }
    }

    /// Closes some sessions; gives how many.
    private func closeChunk(of key: EffectKey) async throws(DatabaseError) -> Int64 {
        let isVoice = key.kind == .openVoice
        let guild = SQLValue.snowflake(key.guild)
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
        try await InFlightTransactions(database: database).waitForPresent()
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
