import API
import Essentials
import Postgres

/// A join that is stored, and whether the member has left since.
struct InviteUse: Hashable, Sendable {
    let id: Int64
    let code: String?
    let member: Snowflake?
    let inviter: Snowflake?
    let channel: Snowflake?
    let kind: UseKind
    let joinedAt: Timestamp
    let hasLeft: Bool

    /// From the columns that the statements of ``UseSQL`` give.
    init(_ row: Row) {
        id = row.int64(0)
        code = row.stringIfPresent(1)
        member = row.snowflakeIfPresent(2)
        inviter = row.snowflakeIfPresent(3)
        channel = row.snowflakeIfPresent(4)
        kind = UseKind(rawValue: row.int16(5)) ?? .unknown
        joinedAt = row.timestamp(6)
        hasLeft = row.bool(7)
    }

    func write(into writer: inout ByteWriter) {
        writer.beginObject()
        writer.field("invite_id", code)
        writer.field("member_id", member)
        writer.field("inviter_id", inviter)
        writer.field("channel_id", channel)
        writer.field("kind", kind.word)
        writer.field("timestamp", joinedAt)
        writer.field("has_left", hasLeft)
        writer.endObject()
    }

    /// What `write` writes.
    static let shape = Shape.named(
        "InviteUse",
        [
            "invite_id": .nullable(.text), "member_id": .nullable(.snowflake),
            "inviter_id": .nullable(.snowflake), "channel_id": .nullable(.snowflake), "kind": .text,
            "timestamp": .timestamp, "has_left": .boolean,
        ])
}

/// How many members somebody invited: a member who comes back counts once, and has left only while gone.
struct InviteTotals: Hashable, Sendable {
    let joins: Int64
    let leaves: Int64

    var current: Int64 { joins - leaves }

    init(_ row: Row, from column: Int) {
        joins = row.int64(column)
        leaves = row.int64(column + 1)
    }

    func write(into writer: inout ByteWriter) {
        writer.field("joins", joins)
        writer.field("leaves", leaves)
        writer.field("current", current)
    }
}
