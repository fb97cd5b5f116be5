import Postgres

/// The statements that read rows, a page each, in the order of their keys.
///
/// The first row of each has no id: it stands for the settings, and holds `enabled_at`, and the time in microseconds
/// since 1970 in place of a member; without it the module is disabled. `$1` guild, `$2` kind, `$3` days, and the last
/// row of the page before, `$4` its time and `$5` its id, or null. The days and `now()` bound the partitions; planned
/// once for all, the plan leaves the others out when it starts.
enum PageSQL: ComposedSQL {
    /// id, time, member.
    case members
    /// id, time, member, channel, message.
    case messages
    /// id, time, member, text.
    case texts
    /// id, time, member, number.
    case numbers
    /// id, time, then members, online, offline, dnd.
    case samples

    static let size = 1_000
    static let composedTexts = composeAll()

    var composed: String {
        switch self {
        case .members: Self.page(of: "statistics_events", "user_id")
        case .messages:
            Self.page(
                of: "statistics_events", "user_id, channel_id, identity", ", NULL::int8, NULL::int8"
            )
        case .texts: Self.page(of: "statistics_events", "user_id, text", ", NULL::text")
        case .numbers: Self.page(of: "statistics_events", "user_id, number", ", NULL::float8")
        case .samples:
            Self.page(
                of: "statistics_samples", "current_members, online_count, offline_count, dnd_count",
                ", NULL::int4, NULL::int4, NULL::int4")
        }
    }

    /// - Parameter blank: what the settings' row has for the columns after the first.
    private static func page(of table: String, _ columns: String, _ blank: String = "") -> String {
        """
        \(settings)\(blank)
        FROM serverstats_settings s
        WHERE s.guild_id = $1::int8
        UNION ALL (
            SELECT id, occurred_at, \(columns)
            FROM \(table)
            WHERE guild_id = $1 AND \(following)
            ORDER BY day, occurred_at, id
            LIMIT 1000)
        """
    }

    /// What the first row begins with.
    static let settings =
        "SELECT NULL::int8, s.enabled_at, (extract(epoch FROM now()) * 1000000)::int8"

    /// Rows of the kind after the last one, of the present activation.
    static let following = """
        kind = $2::int2
            AND day >= (coalesce($4::timestamptz, now() - $3::int4 * interval '24 hours') AT TIME ZONE 'UTC')::date
            AND day <= (now() AT TIME ZONE 'UTC')::date
            AND (day, occurred_at, id) > (
                (coalesce($4, now() - $3 * interval '24 hours') AT TIME ZONE 'UTC')::date,
                coalesce($4, now() - $3 * interval '24 hours'), coalesce($5::int8, 0))
            AND occurred_at >= (SELECT enabled_at FROM serverstats_settings WHERE guild_id = $1)
        """
}
