import Modules

/// The statements that end sessions and statuses of absent members. Sessions of an earlier activation are deleted, not recorded.
enum PresentSQL: String, SQL {
    /// A member left the guild: ends their sessions, deletes their status. Follows the member's lock in one transaction.
    /// `$1` guild, `$2` member, `$3` kind of voice sessions, `$4` of activities.
    case leaveGuild = """
        WITH voice AS (
            DELETE FROM voice_sessions
            WHERE guild_id = $1::int8 AND user_id = $2::int8
            RETURNING *, greatest(now(), started_at) AS ended_at
        ), presence AS (
            DELETE FROM presence_sessions
            WHERE guild_id = $1 AND user_id = $2
            RETURNING *, greatest(now(), started_at) AS ended_at
        ), status AS (
            DELETE FROM member_statuses WHERE guild_id = $1 AND member_id = $2
        )
        INSERT INTO statistics_events
            (guild_id, kind, day, occurred_at, id, user_id, channel_id, number, text, details, state, started_at)
        SELECT guild_id, $3::int2, (ended_at AT TIME ZONE 'UTC')::date, ended_at, id, user_id, channel_id,
            NULL::float8, NULL, NULL, NULL, started_at
        FROM voice
        WHERE started_at >= (SELECT enabled_at FROM serverstats_settings WHERE guild_id = $1)
        UNION ALL
        SELECT guild_id, $4::int2, (ended_at AT TIME ZONE 'UTC')::date, ended_at, id, user_id, NULL,
            activity_type, name, details, state, started_at
        FROM presence
        WHERE started_at >= (SELECT enabled_at FROM serverstats_settings WHERE guild_id = $1)
        """

    /// Deletes a chunk of statuses of members who aren't online. `$1` guild, `$2` arrival, `$3` online members, `$4` chunk size.
    case forgetStatuses = """
        WITH gone AS (
            DELETE FROM member_statuses
            WHERE ctid = ANY(ARRAY(
                SELECT m.ctid
                FROM member_statuses m
                WHERE m.guild_id = $1::int8 AND m.reported_at <= $2::timestamptz AND NOT EXISTS (
                    SELECT FROM unnest($3::int8[]) AS there (user_id)
                    WHERE there.user_id = m.member_id)
                LIMIT $4::int8))
            RETURNING member_id
        )
        SELECT count(*)
        FROM gone
        """

    /// The given members who have no open session in their channel. `$1` guild, `$2` members, `$3` their channels.
    case missingVoice = """
        SELECT there.user_id, there.channel_id
        FROM unnest($2::int8[], $3::int8[]) AS there (user_id, channel_id)
        WHERE NOT EXISTS (
            SELECT FROM voice_sessions v
            WHERE v.guild_id = $1::int8 AND v.user_id = there.user_id AND v.channel_id = there.channel_id
                AND v.started_at >= (SELECT enabled_at FROM serverstats_settings WHERE guild_id = $1))
        """
}

/// Ends a chunk of the sessions that began before a fleet's snapshot and are absent from it. Follows the guild's exclusive
/// lock in one transaction, and returns their number. `$1` guild, `$2` kind, `$3` arrival of the snapshot.
enum EndingSQL: ComposedSQL {
    /// `$4` members and `$5` the channels they are in, `$6` size of the chunk.
    case voice
    /// `$4` members who are online, `$5` size of the chunk.
    case presence

    static let composedTexts = composeAll()

    var composed: String {
        switch self {
        case .voice:
            Self.ending(
                .voice, unless: "unnest($4::int8[], $5::int8[]) AS there (user_id, channel_id)",
                "there.user_id = s.user_id AND there.channel_id = s.channel_id", limit: "$6")
        case .presence:
            Self.ending(
                .presence, unless: "unnest($4::int8[]) AS there (user_id)",
                "there.user_id = s.user_id", limit: "$5")
        }
    }

    private static func ending(
        _ table: SessionTable, unless there: String, _ isThere: String, limit: String
    ) -> String {
        """
        WITH gone AS (
            DELETE FROM \(table.name)
            WHERE ctid = ANY(ARRAY(
                SELECT s.ctid
                FROM \(table.name) s
                WHERE s.guild_id = $1::int8 AND s.started_at <= $3::timestamptz
                    AND NOT EXISTS (SELECT FROM \(there) WHERE \(isThere))
                LIMIT \(limit)::int8))
            RETURNING *, greatest(now(), started_at) AS ended_at
        ), closed AS (
            \(table.events(from: "gone", kind: "$2"))
            WHERE started_at >= (SELECT enabled_at FROM serverstats_settings WHERE guild_id = $1)
        )
        SELECT count(*)
        FROM gone
        """
    }
}
