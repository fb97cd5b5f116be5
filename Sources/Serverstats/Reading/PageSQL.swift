import Postgres

/// The statements that read rows, a page each, in the order of their keys.
///
/// The first row of each has no id: it stands for the settings, and holds `enabled_at`, and the time in microseconds
/// since 1970 in place of a member; without it the module is disabled. `$1` guild, `$2` kind, `$3` days, and the last
/// row of the page before, `$4` its time and `$5` its id, or null. The days and `now()` bound the partitions; planned
/// once for all, the plan leaves the others out when it starts.
enum PageSQL: String, SQL {
    static let size = 1_000

    /// id, time, member.
    case members = """
        SELECT NULL::int8, s.enabled_at, (extract(epoch FROM now()) * 1000000)::int8
        FROM serverstats_settings s
        WHERE s.guild_id = $1::int8
        UNION ALL (
            SELECT e.id, e.occurred_at, e.user_id
            FROM statistics_events e
            WHERE e.guild_id = $1 AND e.kind = $2::int2
                AND e.day >= (coalesce($4::timestamptz, now() - $3::int4 * interval '24 hours') AT TIME ZONE 'UTC')::date
                AND e.day <= (now() AT TIME ZONE 'UTC')::date
                AND (e.day, e.occurred_at, e.id) > (
                    (coalesce($4, now() - $3 * interval '24 hours') AT TIME ZONE 'UTC')::date,
                    coalesce($4, now() - $3 * interval '24 hours'), coalesce($5::int8, 0))
                AND e.occurred_at >= (SELECT enabled_at FROM serverstats_settings WHERE guild_id = $1)
            ORDER BY e.day, e.occurred_at, e.id
            LIMIT 1000)
        """

    /// id, time, member, channel, message.
    case messages = """
        SELECT NULL::int8, s.enabled_at, (extract(epoch FROM now()) * 1000000)::int8, NULL::int8, NULL::int8
        FROM serverstats_settings s
        WHERE s.guild_id = $1::int8
        UNION ALL (
            SELECT e.id, e.occurred_at, e.user_id, e.channel_id, e.identity
            FROM statistics_events e
            WHERE e.guild_id = $1 AND e.kind = $2::int2
                AND e.day >= (coalesce($4::timestamptz, now() - $3::int4 * interval '24 hours') AT TIME ZONE 'UTC')::date
                AND e.day <= (now() AT TIME ZONE 'UTC')::date
                AND (e.day, e.occurred_at, e.id) > (
                    (coalesce($4, now() - $3 * interval '24 hours') AT TIME ZONE 'UTC')::date,
                    coalesce($4, now() - $3 * interval '24 hours'), coalesce($5::int8, 0))
                AND e.occurred_at >= (SELECT enabled_at FROM serverstats_settings WHERE guild_id = $1)
            ORDER BY e.day, e.occurred_at, e.id
            LIMIT 1000)
        """

    /// id, time, member, text.
    case texts = """
        SELECT NULL::int8, s.enabled_at, (extract(epoch FROM now()) * 1000000)::int8, NULL::text
        FROM serverstats_settings s
        WHERE s.guild_id = $1::int8
        UNION ALL (
            SELECT e.id, e.occurred_at, e.user_id, e.text
            FROM statistics_events e
            WHERE e.guild_id = $1 AND e.kind = $2::int2
                AND e.day >= (coalesce($4::timestamptz, now() - $3::int4 * interval '24 hours') AT TIME ZONE 'UTC')::date
                AND e.day <= (now() AT TIME ZONE 'UTC')::date
                AND (e.day, e.occurred_at, e.id) > (
                    (coalesce($4, now() - $3 * interval '24 hours') AT TIME ZONE 'UTC')::date,
                    coalesce($4, now() - $3 * interval '24 hours'), coalesce($5::int8, 0))
                AND e.occurred_at >= (SELECT enabled_at FROM serverstats_settings WHERE guild_id = $1)
            ORDER BY e.day, e.occurred_at, e.id
            LIMIT 1000)
        """

    /// id, time, member, number.
    case numbers = """
        SELECT NULL::int8, s.enabled_at, (extract(epoch FROM now()) * 1000000)::int8, NULL::float8
        FROM serverstats_settings s
        WHERE s.guild_id = $1::int8
        UNION ALL (
            SELECT e.id, e.occurred_at, e.user_id, e.number
            FROM statistics_events e
            WHERE e.guild_id = $1 AND e.kind = $2::int2
                AND e.day >= (coalesce($4::timestamptz, now() - $3::int4 * interval '24 hours') AT TIME ZONE 'UTC')::date
                AND e.day <= (now() AT TIME ZONE 'UTC')::date
                AND (e.day, e.occurred_at, e.id) > (
                    (coalesce($4, now() - $3 * interval '24 hours') AT TIME ZONE 'UTC')::date,
                    coalesce($4, now() - $3 * interval '24 hours'), coalesce($5::int8, 0))
                AND e.occurred_at >= (SELECT enabled_at FROM serverstats_settings WHERE guild_id = $1)
            ORDER BY e.day, e.occurred_at, e.id
            LIMIT 1000)
        """

    /// id, time, then members, online, offline, dnd.
    case samples = """
        SELECT NULL::int8, s.enabled_at, (extract(epoch FROM now()) * 1000000)::int8, NULL::int4, NULL::int4, NULL::int4
        FROM serverstats_settings s
        WHERE s.guild_id = $1::int8
        UNION ALL (
            SELECT e.id, e.occurred_at, e.current_members, e.online_count, e.offline_count, e.dnd_count
            FROM statistics_samples e
            WHERE e.guild_id = $1 AND e.kind = $2::int2
                AND e.day >= (coalesce($4::timestamptz, now() - $3::int4 * interval '24 hours') AT TIME ZONE 'UTC')::date
                AND e.day <= (now() AT TIME ZONE 'UTC')::date
                AND (e.day, e.occurred_at, e.id) > (
                    (coalesce($4, now() - $3 * interval '24 hours') AT TIME ZONE 'UTC')::date,
                    coalesce($4, now() - $3 * interval '24 hours'), coalesce($5::int8, 0))
                AND e.occurred_at >= (SELECT enabled_at FROM serverstats_settings WHERE guild_id = $1)
            ORDER BY e.day, e.occurred_at, e.id
            LIMIT 1000)
        """
}
