import Modules

/// A condition under which a message is answered, and the responses.
struct Trigger: Hashable, Identifiable, Sendable {
    var id: Int64
    let guild: Snowflake
    var type: Kind
    var matchesCase: Bool
    /// Nil only for wildcards.
    var text: String?
    var allowedChannels: [Snowflake]
    var ignoredChannels: [Snowflake]
    var allowedRoles: [Snowflake]
    var ignoredRoles: [Snowflake]
    /// The responses, in the order of sending.
    var responses: [Snowflake]
    /// The time in which it doesn't fire again in the same channel, in seconds.
    var cooldown: Int

    /// The raw values are the contract's.
    enum Kind: Int, CaseIterable, Sendable {
        case wildcard = 1
        case contains = 2
        case startsWith = 3
        case endsWith = 4
    }

    /// If there are allowed channels, only those are admitted; otherwise all that aren't ignored.
    /// - Parameter channels: the message's channel, and the parent if it's a thread.
    func admits(channels: [Snowflake]) -> Bool {
        allowedChannels.isEmpty
            ? !ignoredChannels.contains(where: channels.contains)
            : allowedChannels.contains(where: channels.contains)
    }

    /// The same for roles.
    /// - Parameter roles: the author's, including @everyone.
    func admits(roles: Set<Snowflake>) -> Bool {
        allowedRoles.isEmpty
            ? !ignoredRoles.contains(where: roles.contains)
            : allowedRoles.contains(where: roles.contains)
    }
}

extension Trigger: Record {
    static let title: String? = "Trigger"
    static let members: Members = [
        .id("trigger_id", \.id), .member("guild_id", \.guild), .member("trigger_type", \.type),
        .member("match_case", \.matchesCase), .member("trigger", \.text),
        .member("allowed_channels", \.allowedChannels),
        .member("ignored_channels", \.ignoredChannels), .member("allowed_roles", \.allowedRoles),
        .member("ignored_roles", \.ignoredRoles), .member("response_ids", \.responses),
        .member("cooldown_seconds", \.cooldown),
    ]

    init(_ columns: inout RowReader) {
        self.init(
            id: columns.next(), guild: columns.next(),
            // The table takes no other types.
            type: Kind(rawValue: columns.next()) ?? .wildcard, matchesCase: columns.next(),
            text: columns.next(), allowedChannels: columns.next(),
            ignoredChannels: columns.next(), allowedRoles: columns.next(),
            ignoredRoles: columns.next(), responses: columns.next(), cooldown: columns.next())
    }

    /// The statements' parameters after guild and id.
    var values: [SQLValue] {
        [
            .int2(Int16(type.rawValue)), .bool(matchesCase), .textOrNull(text),
            .int8Array(allowedChannels.map(\.rawValue)),
            .int8Array(ignoredChannels.map(\.rawValue)),
            .int8Array(allowedRoles.map(\.rawValue)), .int8Array(ignoredRoles.map(\.rawValue)),
            .int8Array(responses.map(\.rawValue)), .int4(Int32(truncatingIfNeeded: cooldown)),
        ]
    }

    /// Its approximate length as JSON.
    var writtenBytes: Int {
        let ids =
            allowedChannels.count + ignoredChannels.count + allowedRoles.count
            + ignoredRoles.count + responses.count
        return 300 + (text?.utf8.count ?? 0) + ids * 22
    }
}
