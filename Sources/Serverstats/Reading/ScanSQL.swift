import Modules

/// The statements that read rows filtered by member or channel. Each scans a bounded number of rows, and returns those
/// that match and the last one scanned.
///
/// The first row is ``PageSQL``'s. The columns are id, time, member, channel, message, number, text, start, details,
/// state, whether the row matches, and its position among the rows scanned.
enum ScanSQL: ComposedSQL {
    /// `$1` guild, `$2` kind, `$3` days, `$4` and `$5` time and id of the last row scanned or null, `$6` member or
    /// null, `$7` channel or null, `$8` number of rows to scan.
    case events
    /// The same for one member, by an index. `$6` isn't null.
    case eventsOfMember
    /// Open voice sessions, oldest first. `$1` guild, `$2` and `$3` time and id of the last row scanned or
    /// null, `$4` member or null, `$5` channel or null, `$6` number of rows to scan.
    case openVoice
    /// The same for one member, who has few: OFFSET keeps the planner from using the index by time. `$4` isn't null.
    case openVoiceOfMember
    /// Open activities, likewise, but they have no channel: `$5` is the number of rows to scan.
    case openPresence
    case openPresenceOfMember

    static let composedTexts = composeAll()

    var composed: String {
        switch self {
        case .events:
            Self.events(
                where: "guild_id = $1",
                matches: """
                    ($6::int8 IS NULL OR user_id IS NOT DISTINCT FROM $6)
                        AND ($7::int8 IS NULL OR channel_id IS NOT DISTINCT FROM $7)
                    """)
        case .eventsOfMember:
            Self.events(
                where: "guild_id = $1 AND user_id = $6::int8",
                matches: "$7::int8 IS NULL OR channel_id IS NOT DISTINCT FROM $7")
        case .openVoice: Self.openVoice(of: "voice_sessions WHERE guild_id = $1")
        case .openVoiceOfMember:
            Self.openVoice(of: Self.own("voice_sessions"))
        case .openPresence: Self.openPresence(of: "presence_sessions WHERE guild_id = $1")
        case .openPresenceOfMember: Self.openPresence(of: Self.own("presence_sessions"))
        }
    }

    private static func events(where condition: String, matches: String) -> String {
        scan(
            "occurred_at, user_id, channel_id, identity, number, text, started_at, details, state",
            of: "statistics_events WHERE \(condition) AND \(PageSQL.following)",
            matches: matches, by: "day, occurred_at, id", limit: "$8")
    }

    private static func openVoice(of sessions: String) -> String {
        scan(
            "started_at, user_id, channel_id, NULL, NULL, NULL, started_at, NULL, NULL",
            of: "\(sessions) AND \(following)",
            matches: "($4::int8 IS NULL OR user_id = $4) AND ($5::int8 IS NULL OR channel_id = $5)",
            by: "started_at, id", limit: "$6")
    }

    private static func openPresence(of sessions: String) -> String {
        scan(
            "started_at, user_id, NULL, NULL, activity_type, name, started_at, details, state",
            of: "\(sessions) AND \(following)", matches: "$4::int8 IS NULL OR user_id = $4",
            by: "started_at, id", limit: "$5")
    }

    private static func own(_ sessions: String) -> String {
        "(SELECT * FROM \(sessions) WHERE guild_id = $1 AND user_id = $4 OFFSET 0) AS own WHERE true"
    }

    private static let following = """
        (started_at, id) > (
            greatest($2::timestamptz, (SELECT enabled_at FROM serverstats_settings WHERE guild_id = $1)),
            coalesce($3::int8, 0))
        """

    private static func scan(
        _ columns: String, of rows: String, matches: String, by order: String, limit: String
    ) -> String {
        """
        \(PageSQL.settings), NULL::int8, NULL::int8, NULL::float8, NULL::text, NULL::timestamptz, NULL::text,
            NULL::text, false, 0::int8
        FROM serverstats_settings s
        WHERE s.guild_id = $1::int8
        UNION ALL (
            SELECT id, \(columns), matches, place
            FROM (
                SELECT scanned.*, row_number() OVER () AS place, \(matches) AS matches
                FROM (SELECT * FROM \(rows) ORDER BY \(order) LIMIT \(limit)::int8) AS scanned
            ) AS e
            WHERE matches OR place = \(limit))
        """
    }
}
