import Postgres

/// The statements that read rows of some members or channels only: each looks at a bounded number of rows, and gives
/// those that match, and the last one it looked at.
///
/// The first row, without an id, is as ``PageSQL``'s. The columns are id, time, member, channel, message, number, text,
/// start, details, state; then whether the row matches, and its number among those looked at.
enum ScanSQL: String, SQL {
    /// `$1` guild, `$2` kind, `$3` days, `$4` and `$5` time and id of the last row looked at or null, `$6` member or
    /// null, `$7` channel or null, `$8` how many rows to look at.
    case events = """
        SELECT NULL::int8, s.enabled_at, (extract(epoch FROM now()) * 1000000)::int8, NULL::int8, NULL::int8,
            NULL::float8, NULL::text, NULL::timestamptz, NULL::text, NULL::text, false, 0::int8
        FROM serverstats_settings s
        WHERE s.guild_id = $1::int8
        UNION ALL (
            SELECT e.id, e.occurred_at, e.user_id, e.channel_id, e.identity, e.number, e.text, e.started_at,
                e.details, e.state, e.matches, e.place
            FROM (
                SELECT scanned.*, row_number() OVER () AS place,
                    ($6::int8 IS NULL OR user_id IS NOT DISTINCT FROM $6) AND ($7::int8 IS NULL OR channel_id IS NOT DISTINCT FROM $7) AS matches
                FROM (
                    SELECT *
                    FROM statistics_events
                    WHERE guild_id = $1 AND kind = $2::int2
                        AND day >= (coalesce($4::timestamptz, now() - $3::int4 * interval '24 hours') AT TIME ZONE 'UTC')::date
                        AND day <= (now() AT TIME ZONE 'UTC')::date
                        AND (day, occurred_at, id) > (
                            (coalesce($4, now() - $3 * interval '24 hours') AT TIME ZONE 'UTC')::date,
                            coalesce($4, now() - $3 * interval '24 hours'), coalesce($5::int8, 0))
                        AND occurred_at >= (SELECT enabled_at FROM serverstats_settings WHERE guild_id = $1)
                    ORDER BY day, occurred_at, id
                    LIMIT $8::int8
                ) AS scanned
            ) AS e
            WHERE e.matches OR e.place = $8)
        """

    /// The same of one member, by an index. There is a `$6`.
    case eventsOfMember = """
        SELECT NULL::int8, s.enabled_at, (extract(epoch FROM now()) * 1000000)::int8, NULL::int8, NULL::int8,
            NULL::float8, NULL::text, NULL::timestamptz, NULL::text, NULL::text, false, 0::int8
        FROM serverstats_settings s
        WHERE s.guild_id = $1::int8
        UNION ALL (
            SELECT e.id, e.occurred_at, e.user_id, e.channel_id, e.identity, e.number, e.text, e.started_at,
                e.details, e.state, e.matches, e.place
            FROM (
                SELECT scanned.*, row_number() OVER () AS place,
                    $7::int8 IS NULL OR channel_id IS NOT DISTINCT FROM $7 AS matches
                FROM (
                    SELECT *
                    FROM statistics_events
                    WHERE guild_id = $1 AND user_id = $6::int8 AND kind = $2::int2
                        AND day >= (coalesce($4::timestamptz, now() - $3::int4 * interval '24 hours') AT TIME ZONE 'UTC')::date
                        AND day <= (now() AT TIME ZONE 'UTC')::date
                        AND (day, occurred_at, id) > (
                            (coalesce($4, now() - $3 * interval '24 hours') AT TIME ZONE 'UTC')::date,
                            coalesce($4, now() - $3 * interval '24 hours'), coalesce($5::int8, 0))
                        AND occurred_at >= (SELECT enabled_at FROM serverstats_settings WHERE guild_id = $1)
                    ORDER BY day, occurred_at, id
                    LIMIT $8::int8
                ) AS scanned
            ) AS e
            WHERE e.matches OR e.place = $8)
        """

    /// Open sessions in voice channels, oldest first. `$1` guild, `$2` and `$3` time and id of the last row looked at or
    /// null, `$4` member or null, `$5` channel or null, `$6` how many rows to look at.
    case openVoice = """
        SELECT NULL::int8, s.enabled_at, (extract(epoch FROM now()) * 1000000)::int8, NULL::int8, NULL::int8,
            NULL::float8, NULL::text, NULL::timestamptz, NULL::text, NULL::text, false, 0::int8
        FROM serverstats_settings s
        WHERE s.guild_id = $1::int8
        UNION ALL (
            SELECT e.id, e.started_at, e.user_id, e.channel_id, NULL, NULL, NULL, e.started_at, NULL, NULL,
                e.matches, e.place
            FROM (
                SELECT scanned.*, row_number() OVER () AS place,
                    ($4::int8 IS NULL OR user_id = $4) AND ($5::int8 IS NULL OR channel_id = $5) AS matches
                FROM (
                    SELECT *
                    FROM voice_sessions
                    WHERE guild_id = $1 AND (started_at, id) > (
                        greatest($2::timestamptz, (SELECT enabled_at FROM serverstats_settings WHERE guild_id = $1)),
                        coalesce($3::int8, 0))
                    ORDER BY started_at, id
                    LIMIT $6::int8
                ) AS scanned
            ) AS e
            WHERE e.matches OR e.place = $6)
        """

    /// The same of one member, who has few: OFFSET keeps the index by time from being used for them. There is a `$4`.
    case openVoiceOfMember = """
        SELECT NULL::int8, s.enabled_at, (extract(epoch FROM now()) * 1000000)::int8, NULL::int8, NULL::int8,
            NULL::float8, NULL::text, NULL::timestamptz, NULL::text, NULL::text, false, 0::int8
        FROM serverstats_settings s
        WHERE s.guild_id = $1::int8
        UNION ALL (
            SELECT e.id, e.started_at, e.user_id, e.channel_id, NULL, NULL, NULL, e.started_at, NULL, NULL,
                e.matches, e.place
            FROM (
                SELECT scanned.*, row_number() OVER () AS place,
                    ($4::int8 IS NULL OR user_id = $4) AND ($5::int8 IS NULL OR channel_id = $5) AS matches
                FROM (
                    SELECT *
                    FROM (SELECT * FROM voice_sessions WHERE guild_id = $1 AND user_id = $4 OFFSET 0) AS own
                    WHERE (started_at, id) > (
                        greatest($2::timestamptz, (SELECT enabled_at FROM serverstats_settings WHERE guild_id = $1)),
                        coalesce($3::int8, 0))
                    ORDER BY started_at, id
                    LIMIT $6::int8
                ) AS scanned
            ) AS e
            WHERE e.matches OR e.place = $6)
        """

    /// Open sessions of activities, likewise, but they have no channel: `$5` is how many rows to look at.
    case openPresence = """
        SELECT NULL::int8, s.enabled_at, (extract(epoch FROM now()) * 1000000)::int8, NULL::int8, NULL::int8,
            NULL::float8, NULL::text, NULL::timestamptz, NULL::text, NULL::text, false, 0::int8
        FROM serverstats_settings s
        WHERE s.guild_id = $1::int8
        UNION ALL (
            SELECT e.id, e.started_at, e.user_id, NULL, NULL, e.activity_type, e.name, e.started_at, e.details,
                e.state, e.matches, e.place
            FROM (
                SELECT scanned.*, row_number() OVER () AS place,
                    $4::int8 IS NULL OR user_id = $4 AS matches
                FROM (
                    SELECT *
                    FROM presence_sessions
                    WHERE guild_id = $1 AND (started_at, id) > (
                        greatest($2::timestamptz, (SELECT enabled_at FROM serverstats_settings WHERE guild_id = $1)),
                        coalesce($3::int8, 0))
                    ORDER BY started_at, id
                    LIMIT $5::int8
                ) AS scanned
            ) AS e
            WHERE e.matches OR e.place = $5)
        """

    /// The same of one member, who has few: OFFSET keeps the index by time from being used for them. There is a `$4`.
    case openPresenceOfMember = """
        SELECT NULL::int8, s.enabled_at, (extract(epoch FROM now()) * 1000000)::int8, NULL::int8, NULL::int8,
            NULL::float8, NULL::text, NULL::timestamptz, NULL::text, NULL::text, false, 0::int8
        FROM serverstats_settings s
        WHERE s.guild_id = $1::int8
        UNION ALL (
            SELECT e.id, e.started_at, e.user_id, NULL, NULL, e.activity_type, e.name, e.started_at, e.details,
                e.state, e.matches, e.place
            FROM (
                SELECT scanned.*, row_number() OVER () AS place,
                    $4::int8 IS NULL OR user_id = $4 AS matches
                FROM (
                    SELECT *
                    FROM (SELECT * FROM presence_sessions WHERE guild_id = $1 AND user_id = $4 OFFSET 0) AS own
                    WHERE (started_at, id) > (
                        greatest($2::timestamptz, (SELECT enabled_at FROM serverstats_settings WHERE guild_id = $1)),
                        coalesce($3::int8, 0))
                    ORDER BY started_at, id
                    LIMIT $5::int8
                ) AS scanned
            ) AS e
            WHERE e.matches OR e.place = $5)
        """
}
