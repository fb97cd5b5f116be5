import Modules

/// The statements that count a member's data of the present activation. No row: the module is disabled.
///
/// `$1` guild. Those about names take them as `$2`, and the key of the previous page's last row. They return an array of 0
/// followed by each name's number of occurrences in the page's texts, of any member's rows, and the key of the last row.
enum CountSQL: String, SQL {
    /// Open sessions and statuses of the member, and the names' occurrences in counter formats. `$2` member, `$3` names.
    case present = """
        SELECT ((
                SELECT count(*) FROM voice_sessions
                WHERE guild_id = $1::int8 AND user_id = $2::int8 AND started_at >= s.enabled_at
            ) + (
                SELECT count(*) FROM presence_sessions
                WHERE guild_id = $1 AND user_id = $2 AND started_at >= s.enabled_at
            ) + (
                SELECT count(*) FROM member_statuses
                WHERE guild_id = $1 AND member_id = $2 AND reported_at >= s.enabled_at
            )) || count_names(ARRAY(SELECT format FROM counters WHERE guild_id = $1), $3::text[])
        FROM serverstats_settings s
        WHERE s.guild_id = $1
        """

    /// The member's events of a day. `$2` member, `$3` day.
    case events = """
        SELECT ARRAY[(
            SELECT count(*)
            FROM statistics_events e
            WHERE e.guild_id = $1::int8 AND e.user_id = $2::int8 AND e.day = $3::date AND e.occurred_at >= s.enabled_at)]
        FROM serverstats_settings s
        WHERE s.guild_id = $1
        """

    /// Names in current activities. `$3` time, `$4` id.
    case activities = """
        WITH page AS MATERIALIZED (
            SELECT p.name, p.details, p.state, p.started_at, p.id
            FROM presence_sessions p
            WHERE p.guild_id = $1::int8 AND (p.started_at, p.id) > (
                greatest($3::timestamptz, (SELECT enabled_at FROM serverstats_settings WHERE guild_id = $1)), $4::int8)
            ORDER BY p.started_at, p.id
            LIMIT 1000
        )
        SELECT 0::int8 || count_names(ARRAY(SELECT unnest(ARRAY[name, details, state]) FROM page), $2::text[]), last.started_at, last.id
        FROM serverstats_settings s
        LEFT JOIN (SELECT started_at, id FROM page ORDER BY started_at DESC, id DESC LIMIT 1) AS last ON true
        WHERE s.guild_id = $1
        """

    /// Names in events of one statistic. `$3` kind, `$4` time, `$5` id.
    case texts = """
        WITH page AS MATERIALIZED (
            SELECT e.text, e.details, e.state, e.occurred_at, e.id
            FROM statistics_events e
            WHERE e.guild_id = $1::int8 AND e.kind = $3::int2
                AND e.day >= ($4::timestamptz AT TIME ZONE 'UTC')::date
                AND (e.day, e.occurred_at, e.id) > (($4 AT TIME ZONE 'UTC')::date, $4, $5::int8)
                AND e.occurred_at >= (SELECT enabled_at FROM serverstats_settings WHERE guild_id = $1)
            ORDER BY e.day, e.occurred_at, e.id
            LIMIT 1000
        )
        SELECT 0::int8 || count_names(ARRAY(SELECT unnest(ARRAY[text, details, state]) FROM page), $2::text[]), last.occurred_at, last.id
        FROM serverstats_settings s
        LEFT JOIN (SELECT occurred_at, id FROM page ORDER BY occurred_at DESC, id DESC LIMIT 1) AS last ON true
        WHERE s.guild_id = $1
        """
}
