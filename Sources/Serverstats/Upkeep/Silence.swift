import Modules

/// Closes sessions of a fleet that went silent and never reported their ends.
@LoopActor
enum Silence {
    /// The number of guilds processed at once.
    private static let guilds: Int64 = 100

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
        for kind in SessionClosing.kinds {
            var closed = SessionClosing.chunk
            while closed == SessionClosing.chunk {
                closed = try await claim.write(
                    SessionClosing.statements(of: guild, kind.statistic, kind.sql, since: since))[0]
                    .int64(0)
            }
        }
    }
}

/// The statements about a silent fleet.
enum SilenceSQL: String, SQL {
    /// Stores the last sign of life. Returns the start of a silence of more than an hour whose sessions aren't closed yet; else null.
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

    /// Guilds with sessions older than the silence. `$1` its start, `$2` how many.
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

    /// All sessions have been closed. `$1` start of the silence.
    case end = """
        UPDATE fleet_life
        SET silent_since = NULL
        WHERE silent_since = $1::timestamptz
        """
}
