import Modules

/// The statistic, guild and filters of a GET.
struct StatisticQuery: Sendable {
    let statistic: Statistic
    let guild: Snowflake
    /// 1…30.
    let days: Int
    var user: Snowflake?
    var channel: Snowflake?

    var isFiltered: Bool { user != nil || channel != nil }
}

/// The key of the last row read or scanned.
struct Cursor: Sendable {
    var time: Timestamp?
    var id: Int64?
}

/// The source of rows.
enum RowSource: Sendable {
    /// Every row of a page matches.
    case pages(PageSQL)
    /// Some rows match.
    case scan
    case openVoice
    case openPresence

    /// The source of events, including ended sessions.
    static func ended(_ query: StatisticQuery) -> RowSource {
        switch query.statistic.content {
        case .voice, .presence: .scan
        case .memberTotals, .statuses: .pages(.samples)
        case _ where query.isFiltered: .scan
        case .member, .membership: .pages(.members)
        case .message: .pages(.messages)
        case .text: .pages(.texts)
        case .checkTime: .pages(.numbers)
        }
    }

    /// The source of open sessions; nil for statistics without sessions.
    static func open(_ query: StatisticQuery) -> RowSource? {
        switch query.statistic.content {
        case .voice: .openVoice
        case .presence: .openPresence
        default: nil
        }
    }

    /// - Parameter limit: the number of rows to scan.
    func statement(_ query: StatisticQuery, _ cursor: Cursor, limit: Int) -> BoundStatement {
        let guild = SQLValue.snowflake(query.guild)
        let days: [SQLValue] = [
            .int2(query.statistic.number), .int4(Int32(truncatingIfNeeded: query.days)),
        ]
        let key: [SQLValue] = [.timestamptzOrNull(cursor.time), .int8OrNull(cursor.id)]
        let user = SQLValue.snowflakeOrNull(query.user)
        let channel = SQLValue.snowflakeOrNull(query.channel)
        let count = SQLValue.int8(Int64(limit))
        return switch self {
        case .pages(let sql): BoundStatement(sql, [guild] + days + key)
        case .scan:
            BoundStatement(
                query.user == nil ? ScanSQL.events : .eventsOfMember,
                [guild] + days + key + [user, channel, count])
        case .openVoice:
            BoundStatement(
                query.user == nil ? ScanSQL.openVoice : .openVoiceOfMember,
                [guild] + key + [user, channel, count])
        case .openPresence:
            BoundStatement(
                query.user == nil ? ScanSQL.openPresence : .openPresenceOfMember,
                [guild] + key + [user, count])
        }
    }

    /// Whether the statement returns rows that don't match, too.
    var isScan: Bool { if case .pages = self { false } else { true } }

    /// Whether its sessions have not ended.
    var isOpen: Bool {
        switch self {
        case .openVoice, .openPresence: true
        case .pages, .scan: false
        }
    }
}
