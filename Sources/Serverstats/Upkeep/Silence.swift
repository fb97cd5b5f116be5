import Essentials
import EventLoop
import Jobs
import Postgres

/// Closes sessions that a fleet which went silent left open: nobody told of their end.
@LoopActor
enum Silence {
    /// How many guilds are looked after at once, and how many of a guild's sessions.
    private static let guilds: Int64 = 100
    private static let rows: Int64 = 1_000

    static func run(by claim: Claim) async throws {
        guard let row = try await claim.write([BoundStatement(SilenceSQL.listen)]).first,
            !row.isNull(0)
        else { return }
        let since = SQLValue.timestamptz(row.timestamp(0))
        while true {
            let guilds = try await claim.write([
                BoundStatement(SilenceSQL.guilds, [since, .int8(Self.guilds)])
            ])
            for row in guilds { try await close(row.snowflake(0), since, claim) }
            if guilds.isEmpty { break }
        }
        _ = try await claim.write([BoundStatement(SilenceSQL.end, [since])])
    }

    private static func close(
        _ guild: Snowflake, _ since: SQLValue, _ claim: Claim
    ) async throws {
        let kinds: [(SilenceSQL, Int16)] = [
            (.closeVoice, Statistic.voice), (.closePresence, Statistic.presence),
        ]
        for (sql, kind) in kinds {
            var closed = rows
            while closed == rows {
                closed = try await claim.write([
                    BoundStatement(GuildLockSQL.exclusive, [.snowflake(guild)]),
                    BoundStatement(sql, [.snowflake(guild), .int2(kind), since, .int8(rows)]),
                ])[0].int64(0)
            }
        }
    }
}

/// The statements about a fleet that is silent.
enum SilenceSQL: String, SQL {
    /// Notes the last sign of life. Gives since when there was none for an hour, where sessions of then are still open; else null.
    case listen = """
        WITH latest AS (
            SELECT greatest(
                (SELECT max(stored_at) FROM ingest_batches), (SELECT max(started_at) FROM voice_sessions),
                (SELECT max(started_at) FROM presence_sessions)) AS heard_at
        )
        UPDATE fleet_life f
        SET heard_at = greatest(f.heard_at, latest.heard_at),
            silent_since = CASE
                WHEN f.silent_since IS NULL
                    AND CASE WHEN latest.heard_at > f.heard_at THEN latest.heard_at ELSE clock_timestamp() END
                        > f.heard_at + interval '1 hour'
                THEN f.heard_at
                ELSE f.silent_since
            END
        FROM latest
        RETURNING f.silent_since
        """

    /// Guilds with sessions of before the silence. `$1` since when, `$2` how many.
    case guilds = """
        SELECT guild_id
        FROM voice_sessions
        WHERE started_at <= $1::timestamptz
        UNION
        SELECT guild_id
        FROM presence_sessions
        WHERE started_at <= $1
        LIMIT $2::int8
        """

    /// Ends some of a guild's sessions; those of an earlier enabling, and of a month that is gone, just go. This and the one below come
    /// after ``GuildLockSQL/exclusive`` in one transaction, and give how many there were. `$1` guild, `$2` kind, `$3` since when, `$4` how many.
    case closeVoice = """
        WITH gone AS (
            DELETE FROM voice_sessions
            WHERE ctid = ANY(ARRAY(
                SELECT ctid
                FROM voice_sessions
                WHERE guild_id = $1::int8 AND started_at <= $3::timestamptz
                LIMIT $4::int8))
            RETURNING *
        ), closed AS (
            INSERT INTO statistics_events
                (guild_id, kind, day, occurred_at, id, user_id, channel_id, started_at)
            SELECT guild_id, $2::int2, ($3 AT TIME ZONE 'UTC')::date, $3, id, user_id, channel_id, started_at
            FROM gone
            WHERE $3 > now() - interval '30 days'
                AND started_at >= (SELECT enabled_at FROM serverstats_settings WHERE guild_id = $1)
        )
        SELECT count(*)
        FROM gone
        """

    case closePresence = """
        WITH gone AS (
            DELETE FROM presence_sessions
            WHERE ctid = ANY(ARRAY(
                SELECT ctid
                FROM presence_sessions
                WHERE guild_id = $1::int8 AND started_at <= $3::timestamptz
                LIMIT $4::int8))
            RETURNING *
        ), closed AS (
            INSERT INTO statistics_events
                (guild_id, kind, day, occurred_at, id, user_id, number, text, details, state, started_at)
            SELECT guild_id, $2::int2, ($3 AT TIME ZONE 'UTC')::date, $3, id, user_id, activity_type, name, details,
                state, started_at
            FROM gone
            WHERE $3 > now() - interval '30 days'
                AND started_at >= (SELECT enabled_at FROM serverstats_settings WHERE guild_id = $1)
        )
        SELECT count(*)
        FROM gone
        """

    /// All of them are closed. `$1` since when.
    case end = """
        UPDATE fleet_life
        SET silent_since = NULL
        WHERE silent_since = $1::timestamptz
        """
}
