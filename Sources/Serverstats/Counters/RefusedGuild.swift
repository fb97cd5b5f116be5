import Modules

/// A guild about which Discord refuses calls, such as one that the bot has left: runs skip it for a while.
struct RefusedGuild {
    let guild: Snowflake
    let cause: String
    let since: Timestamp
    let retryAt: Timestamp
}

extension RefusedGuild: Record {
    static let title: String? = "RefusedGuild"
    static let members: Members = [
        .member("guild_id", \.guild), .member("cause", \.cause), .member("since", \.since),
        .member("retry_at", \.retryAt),
    ]

    init(_ columns: inout RowReader) {
        self.init(
            guild: columns.next(), cause: columns.next(), since: columns.next(),
            retryAt: columns.next())
    }
}
