import API
import Essentials
import Postgres

/// What makes the autoresponder answer a message.
struct Trigger: Hashable, Sendable {
    var id: Int64
    var type: Kind
    var matchesCase: Bool
    /// Nil only for wildcards.
    var text: String?
    var allowedChannels: [Snowflake]
    var ignoredChannels: [Snowflake]
    var allowedRoles: [Snowflake]
    var ignoredRoles: [Snowflake]
    /// What is sent, in this order.
    var responses: [Snowflake]
    /// How long it doesn't fire again in the same channel, in seconds.
    var cooldown: Int

    /// The raw values are the documents'.
    enum Kind: Int, CaseIterable, Sendable {
        case wildcard = 1
        case contains = 2
        case startsWith = 3
        case endsWith = 4
    }

    /// An allowed list wins; only where it's empty do the ignored ones count.
    /// - Parameter channels: the message's channel, and what that is a thread of.
    func admits(channels: [Snowflake]) -> Bool {
        allowedChannels.isEmpty
            ? !ignoredChannels.contains(where: channels.contains)
            : allowedChannels.contains(where: channels.contains)
    }

    /// Likewise.
    /// - Parameter roles: the author's, with @everyone.
    func admits(roles: Set<Snowflake>) -> Bool {
        allowedRoles.isEmpty
            ? !ignoredRoles.contains(where: roles.contains)
            : allowedRoles.contains(where: roles.contains)
    }
}

extension Trigger {
    /// From the columns that the statements give a trigger in, the first at this place. Nil where there is none.
    init?(_ row: Row, at place: Int) {
        guard let id = row.int64IfPresent(place) else { return nil }
        self.id = id
        // The table takes 1 to 4 only.
        type = Kind(rawValue: row.int(place + 1)) ?? .wildcard
        matchesCase = row.bool(place + 2)
        text = row.stringIfPresent(place + 3)
        allowedChannels = row.snowflakes(place + 4)
        ignoredChannels = row.snowflakes(place + 5)
        allowedRoles = row.snowflakes(place + 6)
        ignoredRoles = row.snowflakes(place + 7)
        responses = row.snowflakes(place + 8)
        cooldown = row.int(place + 9)
    }

    /// As the statements take it, after guild and id.
    var values: [SQLValue] {
        [
            .int2(Int16(type.rawValue)), .bool(matchesCase), .textOrNull(text),
            .int8Array(allowedChannels.map(\.rawValue)),
            .int8Array(ignoredChannels.map(\.rawValue)),
            .int8Array(allowedRoles.map(\.rawValue)), .int8Array(ignoredRoles.map(\.rawValue)),
            .int8Array(responses.map(\.rawValue)), .int4(Int32(truncatingIfNeeded: cooldown)),
        ]
    }

    /// About how long it is when written.
    var writtenBytes: Int {
        let ids =
            allowedChannels.count + ignoredChannels.count + allowedRoles.count
            + ignoredRoles.count + responses.count
        return 300 + (text?.utf8.count ?? 0) + ids * 22
    }

    func write(of guild: Snowflake, into writer: inout ByteWriter) {
        writer.beginObject()
        writer.field("trigger_id", "\(id)")
        writer.field("guild_id", guild)
        writer.field("trigger_type", type.rawValue)
        writer.field("match_case", matchesCase)
        writer.field("trigger", text)
        writer.field("allowed_channels", allowedChannels)
        writer.field("ignored_channels", ignoredChannels)
        writer.field("allowed_roles", allowedRoles)
        writer.field("ignored_roles", ignoredRoles)
        writer.field("response_ids", responses)
        writer.field("cooldown_seconds", cooldown)
        writer.endObject()
    }

    /// What `write` writes.
    static let shape = Shape.named(
        "Trigger",
        [
            "trigger_id": .text, "guild_id": .snowflake, "trigger_type": .integer,
            "match_case": .boolean, "trigger": .nullable(.text),
            "allowed_channels": .list(.snowflake), "ignored_channels": .list(.snowflake),
            "allowed_roles": .list(.snowflake), "ignored_roles": .list(.snowflake),
            "response_ids": .list(.snowflake), "cooldown_seconds": .integer,
        ])
}

extension Row {
    fileprivate func snowflakes(_ column: Int) -> [Snowflake] {
        int64Array(column).compactMap(Snowflake.init)
    }
}
