import Modules

/// A field of a statistic's rows in the answer, and the position of its column in the statement.
struct ShownColumn: Sendable {
    let name: String
    let kind: Kind
    let place: Int

    enum Kind: Sendable {
        case snowflake
        /// A member who may be unknown: another module recorded an action of a service.
        case nullableSnowflake
        case timestamp
        /// Null while the session is open.
        case end
        case text
        case nullableText
        case number
        case integer
        /// An integer that is stored as a number.
        case wholeNumber
    }

    init(_ name: String, _ kind: Kind, _ place: Int) {
        self.name = name
        self.kind = kind
        self.place = place
    }
}

extension Statistic.Content {
    /// The fields after `id` and `guild_id`.
    /// - Parameter isScan: the columns are ``ScanSQL``'s, which has texts and numbers at other positions.
    func columns(isScan: Bool) -> [ShownColumn] {
        switch self {
        case .member: [.time, ShownColumn("user_id", .nullableSnowflake, 2)]
        case .membership: [.time, ShownColumn("member_id", .snowflake, 2)]
        case .message:
            [
                .time, ShownColumn("channel_id", .snowflake, 3),
                ShownColumn("message_id", .snowflake, 4), ShownColumn("author_id", .snowflake, 2),
            ]
        case .text(_, let shown, let field):
            [
                .time, ShownColumn(shown, .nullableSnowflake, 2),
                ShownColumn(field, .text, isScan ? 6 : 3),
            ]
        case .checkTime: [.time, ShownColumn("check_time", .number, isScan ? 5 : 3)]
        case .voice:
            [
                ShownColumn("channel_id", .snowflake, 3), ShownColumn("user_id", .snowflake, 2),
                ShownColumn("joined_at", .timestamp, 7), ShownColumn("left_at", .end, 1),
            ]
        case .presence:
            [
                ShownColumn("user_id", .snowflake, 2),
                ShownColumn("activity_type", .wholeNumber, 5),
                ShownColumn("presence_name", .text, 6), ShownColumn("details", .nullableText, 8),
                ShownColumn("state", .nullableText, 9), ShownColumn("start_time", .timestamp, 7),
                ShownColumn("end_time", .end, 1),
            ]
        case .memberTotals: [.time, ShownColumn("current_members", .integer, 2)]
        case .statuses:
            [
                .time, ShownColumn("online_count", .integer, 3),
                ShownColumn("offline_count", .integer, 4), ShownColumn("dnd_count", .integer, 5),
            ]
        }
    }

    /// The schema of a row.
    var rowShape: Shape {
        let ids = ["id", "guild_id"].map { Shape.Member($0, .snowflake) }
        let shown = columns(isScan: true).map { Shape.Member($0.name, $0.kind.shape) }
        return .named(rowName, .object(ids + shown))
    }

    private var rowName: String {
        switch self {
        case .member: "MemberEvent"
        case .membership: "Membership"
        case .message: "MessageEvent"
        case .text(_, _, let field): field.capitalizedWords + "Event"
        case .checkTime: "CheckTime"
        case .voice: "VoiceSession"
        case .presence: "Activity"
        case .memberTotals: "MemberTotal"
        case .statuses: "StatusCounts"
        }
    }
}

extension ShownColumn {
    fileprivate static let time = ShownColumn("timestamp", .timestamp, 1)
}

extension ShownColumn.Kind {
    fileprivate var shape: Shape {
        switch self {
        case .snowflake: .snowflake
        case .nullableSnowflake: .nullable(.snowflake)
        case .timestamp: .timestamp
        case .end: .nullable(.timestamp)
        case .text: .text
        case .nullableText: .nullable(.text)
        case .number: .number
        case .integer, .wholeNumber: .integer
        }
    }
}
