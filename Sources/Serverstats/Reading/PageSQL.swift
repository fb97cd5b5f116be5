import Modules

/// The statements that read a statistic's rows as keyset pages.
///
/// The first row has no id. It comes from the settings: `enabled_at`, and in place of a member the database's time in
/// microseconds since 1970; without it the module is disabled. `$1` guild, `$2` kind, `$3` days, and the key of the
/// previous page's last row, `$4` time and `$5` id, or null. The days and `now()` bound the partitions; the generic plan
/// prunes the others at execution.
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

    /// - Parameter blank: the settings row's values for the columns after the third.
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

    /// The columns that begin the first row.
    static let settings =
        "SELECT NULL::int8, s.enabled_at, (extract(epoch FROM now()) * 1000000)::int8"

    /// The condition for rows of the kind after the cursor, of the present activation.
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
