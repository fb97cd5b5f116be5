import Modules

/// Closes sessions whose end nobody reports: those open when their statistic was switched off, and those of a silent fleet.
/// Works in chunks. Idempotent: concurrent or repeated runs are harmless.
@LoopActor
struct SessionClosing {
    let database: Database
    let reconciler: Reconciler

    static let chunk: Int64 = 1_000

    /// The kinds of sessions: the statistic, the closing statement, and the effect that runs it after a switch-off.
    static let kinds: [(statistic: Int16, sql: ClosingSQL, effect: EffectKind)] = [
        (Statistic.voice, .voice, .openVoice), (Statistic.presence, .presence, .openPresence),
    ]

    /// Registers the background effect that closes sessions after a switch-off.
    func register() {
        for kind in Self.kinds {
            reconciler.resumes(kind.effect) { due, _ in try await close(due, kind) < Self.chunk }
        }
    }

    /// Closes one chunk of each switched-off kind at once. In most guilds that's all of them, so the change is complete
    /// when the request is answered.
    func closeSome(of guild: Snowflake) async throws(DatabaseError) {
        for kind in Self.kinds {
            let key = EffectKey(kind.effect, in: guild)
            guard let due = try await EffectClaim.requested(key, on: database) else { continue }
            if try await close(due, kind) < Self.chunk { try await reconciler.finish(due) }
        }
    }

    /// Closes a chunk and returns its size.
    private func close(
        _ due: DueEffect, _ kind: (statistic: Int16, sql: ClosingSQL, effect: EffectKind)
    ) async throws(DatabaseError) -> Int64 {
        try await database.runTogether(
            Self.statements(
                of: due.key.guild, kind.statistic, kind.sql, since: .timestamptz(due.requestedAt)),
            deadline: .now() + .seconds(5))[0].int64(0)
    }

    /// The statements that close a chunk; the last returns its size.
    static func statements(
        of guild: Snowflake, _ statistic: Int16, _ sql: ClosingSQL, since: SQLValue
    ) -> [BoundStatement] {
        [
            Serverstats.lock.exclusive(guild),
            BoundStatement(sql, [.snowflake(guild), .int2(statistic), since, .int8(chunk)]),
        ]
    }
}

/// Ends a chunk of the sessions that were open at a time; those of an earlier activation, or older than 30 days, are just deleted. Follows
/// the guild's exclusive lock in one transaction and returns the number. `$1` guild, `$2` statistic, `$3` time, `$4` chunk size.
enum ClosingSQL: ComposedSQL {
    case voice
    case presence

    static let composedTexts = composeAll()

    var composed: String {
        let table: SessionTable = self == .voice ? .voice : .presence
        return """
            WITH gone AS (
                DELETE FROM \(table.name)
                WHERE ctid = ANY(ARRAY(
                    SELECT ctid
                    FROM \(table.name)
                    WHERE guild_id = $1::int8 AND started_at <= $3::timestamptz
                    LIMIT $4::int8))
                RETURNING *, $3 AS ended_at
            ), closed AS (
                \(table.events(from: "gone", kind: "$2"))
                WHERE $3 > now() - interval '30 days'
                    AND started_at >= (SELECT enabled_at FROM serverstats_settings WHERE guild_id = $1)
            )
            SELECT count(*)
            FROM gone
            """
    }
}
