import Effects
import Essentials
import EventLoop
import Modules
import Postgres

/// Closes sessions of whose end nobody tells: those that were open when their statistic was switched off, and those of a fleet that went
/// silent. In chunks; doing it twice, at once or again after a crash, does no harm.
@LoopActor
struct SessionClosing {
    let database: Database
    let reconciler: Reconciler

    static let chunk: Int64 = 1_000

    /// Each kind of session: its statistic, how it's closed, and the effect that closes what was switched off.
    static let kinds: [(statistic: Int16, sql: ClosingSQL, effect: EffectKind)] = [
        (Statistic.voice, .voice, .openVoice), (Statistic.presence, .presence, .openPresence),
    ]

    /// Has what was switched off closed in the background.
    func register() {
        for kind in Self.kinds {
            reconciler.resumes(kind.effect) { due, _ in try await close(due, kind) < Self.chunk }
        }
    }

    /// Closes as many as one statement does of each kind that was switched off: in most guilds that's all of them, so that whoever
    /// switched it off sees it done.
    func closeSome(of guild: Snowflake) async throws(DatabaseError) {
        for kind in Self.kinds {
            let key = EffectKey(kind.effect, in: guild)
            guard let due = try await EffectClaim.requested(key, on: database) else { continue }
            if try await close(due, kind) < Self.chunk { try await reconciler.finish(due) }
        }
    }

    /// Closes some; gives how many.
    private func close(
        _ due: DueEffect, _ kind: (statistic: Int16, sql: ClosingSQL, effect: EffectKind)
    ) async throws(DatabaseError) -> Int64 {
        try await database.runTogether(
            Self.statements(
                of: due.key.guild, kind.statistic, kind.sql, since: .timestamptz(due.requestedAt)),
            deadline: .now() + .seconds(5))[0].int64(0)
    }

    /// Close a chunk, and give how many sessions it had.
    static func statements(
        of guild: Snowflake, _ statistic: Int16, _ sql: ClosingSQL, since: SQLValue
    ) -> [BoundStatement] {
        [
            Serverstats.lock.exclusive(guild),
            BoundStatement(sql, [.snowflake(guild), .int2(statistic), since, .int8(chunk)]),
        ]
    }
}

/// End some of a guild's sessions that were open at a time; those of an earlier activation, and of a month that is gone, just go. They come
/// after the guild's exclusive lock in one transaction, and give how many there were. `$1` guild, `$2` statistic, `$3` time, `$4` how many.
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
