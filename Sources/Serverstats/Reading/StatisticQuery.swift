import Essentials
import Postgres

/// What rows a GET wants.
struct StatisticQuery: Sendable {
    let statistic: Statistic
    let guild: Snowflake
    /// 1…30.
    let days: Int
    var user: Snowflake?
    var channel: Snowflake?

    var isFiltered: Bool { user != nil || channel != nil }
}

/// The key of the last row that was read or looked at.
struct Cursor: Sendable {
    var time: Timestamp?
    var id: Int64?
}

/// Where rows come from.
enum RowSource: Sendable {
    /// Every row of a page is wanted.
    case pages(PageSQL)
    /// Some are wanted.
    case scan
    case openVoice
    case openPresence

    /// Where what has happened is, ended sessions too.
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

    /// Where open sessions are; nil for what has none.
    static func open(_ query: StatisticQuery) -> RowSource? {
        switch query.statistic.content {
        case .voice: .openVoice
        case .presence: .openPresence
        default: nil
        }
    }

    /// - Parameter limit: how many rows to look at.
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

    /// Whether the statement gives rows that aren't wanted too.
    var isScan: Bool { if case .pages = self { false } else { true } }

    /// Whether its sessions have no end yet.
    var isOpen: Bool {
        switch self {
        case .openVoice, .openPresence: true
        case .pages, .scan: false
        }
    }
}
