import API
import Essentials
import Postgres

/// A guild that Discord refuses to tell of, such as one that the bot has left: runs leave it alone for a while.
struct RefusedGuild: Sendable {
    private let guild: Snowflake
    private let cause: String
    private let since: Timestamp
    private let retryAt: Timestamp

    /// From a row of ``RefusedGuildSQL/refused``.
    init(_ row: Row) {
        guild = row.snowflake(0)
        cause = row.string(1)
        since = row.timestamp(2)
        retryAt = row.timestamp(3)
    }

    static let shape = Shape.named(
        "RefusedGuild",
        [
            "guild_id": .snowflake, "cause": .text, "since": .timestamp, "retry_at": .timestamp,
        ])

    func write(into writer: inout ByteWriter) {
        writer.beginObject()
        writer.field("guild_id", guild)
        writer.field("cause", cause)
        writer.field("since", since)
        writer.field("retry_at", retryAt)
        writer.endObject()
    }
}
