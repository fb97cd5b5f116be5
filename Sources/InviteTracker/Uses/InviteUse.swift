import Modules

/// A stored join, and whether the member has left since.
struct InviteUse: Hashable, Sendable {
    let id: Int64
    let code: String?
    let member: Snowflake?
    let inviter: Snowflake?
    let channel: Snowflake?
    let kind: UseKind
    let joinedAt: Timestamp
    let hasLeft: Bool
}

extension InviteUse: Record {
    static let title: String? = "InviteUse"
    static let members: Members = [
        .member("invite_id", \.code), .member("member_id", \.member),
        .member("inviter_id", \.inviter), .member("channel_id", \.channel),
        .member("kind", \.kind.word), .member("timestamp", \.joinedAt),
        .member("has_left", \.hasLeft),
    ]

    init(_ columns: inout RowReader) {
        self.init(
            id: columns.next(), code: columns.next(), member: columns.next(),
            inviter: columns.next(), channel: columns.next(),
            kind: UseKind(rawValue: columns.next()) ?? .unknown, joinedAt: columns.next(),
            hasLeft: columns.next())
    }
}

/// The number of members that someone invited: a returning member counts once, and as having left only while gone.
struct InviteTotals: Hashable, Sendable {
    let joins: Int64
    let leaves: Int64

    var current: Int64 { joins - leaves }

    init(_ columns: inout RowReader) {
        joins = columns.next()
        leaves = columns.next()
    }

    func write(into writer: inout ByteWriter) {
        writer.field("joins", joins)
        writer.field("leaves", leaves)
        writer.field("current", current)
    }
}

/// Somebody who invited, with how many that were.
struct Inviter: Record {
    let id: Snowflake
    let totals: InviteTotals

    static let members: Members = [
        .member("inviter_id", \.id), .member("joins", \.totals.joins),
        .member("leaves", \.totals.leaves), .member("current", \.totals.current),
    ]

    init(_ columns: inout RowReader) {
        id = columns.next()
        totals = InviteTotals(&columns)
    }
}
