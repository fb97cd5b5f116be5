import API
import Essentials
import Postgres

/// How the rows of a statistic are shown.
struct RowFormat {
    private let query: StatisticQuery

    init(_ query: StatisticQuery) {
        self.query = query
    }

    func write(_ row: Row, _ source: RowSource, into writer: inout ByteWriter) {
        writer.beginObject()
        writer.key("id")
        writer.append(digits: row.int64(0))
        writer.field("guild_id", query.guild)
        writeOwnFields(row, source, into: &writer)
        writer.endObject()
    }

    private func writeOwnFields(_ row: Row, _ source: RowSource, into writer: inout ByteWriter) {
        let content = query.statistic.content
        if content != .voice, content != .presence { writer.field("timestamp", row.timestamp(1)) }
        switch content {
        case .member:
            writer.field("user_id", row.snowflake(2))
        case .membership:
            writer.field("member_id", row.snowflake(2))
        case .message:
            writer.field("channel_id", row.snowflake(3))
            writer.field("message_id", row.snowflake(4))
            writer.field("author_id", row.snowflake(2))
        case .text(_, let shown, let field):
            writer.key(shown)
            writer.value(row.snowflake(2))
            writer.key(field)
            writer.value(row, source.isScan ? 6 : 4)
        case .checkTime:
            writer.field("check_time", row.double(3))
        case .voice: writeVoice(row, source, into: &writer)
        case .presence: writePresence(row, source, into: &writer)
        case .memberTotals:
            writer.field("current_members", row.int64(2))
        case .statuses:
            writer.field("online_count", row.int64(3))
            writer.field("offline_count", row.int64(4))
            writer.field("dnd_count", row.int64(5))
        }
    }

    private func writeVoice(_ row: Row, _ source: RowSource, into writer: inout ByteWriter) {
        writer.field("channel_id", row.snowflake(3))
        writer.field("user_id", row.snowflake(2))
        writer.field("joined_at", row.timestamp(7))
        writer.field("left_at", source.isOpen ? nil : row.timestamp(1))
    }

    private func writePresence(_ row: Row, _ source: RowSource, into writer: inout ByteWriter) {
        writer.field("user_id", row.snowflake(2))
        writer.field("activity_type", Int64(row.double(5)))
        writer.key("presence_name")
        writer.value(row, 6)
        writer.key("details")
        writer.value(row, 8)
        writer.key("state")
        writer.value(row, 9)
        writer.field("start_time", row.timestamp(7))
        writer.field("end_time", source.isOpen ? nil : row.timestamp(1))
    }
}

extension RowFormat {
    /// The shape of what `write` writes.
    static func shape(of content: Statistic.Content) -> Shape {
        let own: [Shape.Member] =
            switch content {
            case .member: [.init("timestamp", .timestamp), .init("user_id", .snowflake)]
            case .membership: [.init("timestamp", .timestamp), .init("member_id", .snowflake)]
            case .message:
                [
                    .init("timestamp", .timestamp), .init("channel_id", .snowflake),
                    .init("message_id", .snowflake), .init("author_id", .snowflake),
                ]
            case .text(_, let shown, let field):
                [
                    .init("timestamp", .timestamp), .init(shown, .snowflake), .init(field, .text),
                ]
            case .checkTime: [.init("timestamp", .timestamp), .init("check_time", .number)]
            case .voice:
                [
                    .init("channel_id", .snowflake), .init("user_id", .snowflake),
                    .init("joined_at", .timestamp), .init("left_at", .nullable(.timestamp)),
                ]
            case .presence:
                [
                    .init("user_id", .snowflake), .init("activity_type", .integer),
                    .init("presence_name", .text), .init("details", .nullable(.text)),
                    .init("state", .nullable(.text)), .init("start_time", .timestamp),
                    .init("end_time", .nullable(.timestamp)),
                ]
            case .memberTotals:
                [.init("timestamp", .timestamp), .init("current_members", .integer)]
            case .statuses:
                [
                    .init("timestamp", .timestamp), .init("online_count", .integer),
                    .init("offline_count", .integer), .init("dnd_count", .integer),
                ]
            }
        return .object(["id", "guild_id"].map { .init($0, .snowflake) } + own)
    }
}

extension ByteWriter {
    /// An id as a JSON string.
    fileprivate mutating func append(digits id: Int64) {
        append("\"" as StaticString)
        append(decimal: id)
        append("\"" as StaticString)
    }

    /// A text column; null where it is.
    fileprivate mutating func value(_ row: Row, _ column: Int) {
        row.withBytes(column) { bytes in
            if let bytes { value(utf8: bytes) } else { null() }
        }
    }
}
