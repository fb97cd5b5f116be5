import Essentials
import Postgres

/// What is known of a starred message, from its row.
struct StarboardEntry: Hashable, Sendable {
    /// The message's channel, as it was told when the row was made.
    var originalChannel: Snowflake
    /// Where the post is, or may be.
    var channel: Snowflake?
    /// The post; nil where none is known.
    var post: Snowflake?
    /// What the post shows; nil: unknown.
    var stars: Int?
    var state = State.settled
    /// How long ago the post of this generation wasn't there yet, while it is being posted.
    var firstSent: Duration?
    /// How long ago the post was last about to be sent.
    var lastSent: Duration?

    /// What may be on its way to Discord, left by whoever had the claim before. The raw values are the database's.
    enum State: Int16, Sendable {
        case settled = 0
        case posting = 1
        case editing = 2
        case removing = 3
    }

    init(originalChannel: Snowflake) {
        self.originalChannel = originalChannel
    }

    /// From the columns of ``StarboardSQL/claim`` from the given one on; ages are as of `now`.
    init(_ row: Row, from column: Int, now: Timestamp) {
        originalChannel = row.snowflake(column)
        channel = row.snowflakeIfPresent(column + 1)
        post = row.snowflakeIfPresent(column + 2)
        stars = row.int64IfPresent(column + 3).map { Int($0) }
        state = State(rawValue: row.int16(column + 4)) ?? .settled
        firstSent = row.timestampIfPresent(column + 5).map { now - $0 }
        lastSent = row.timestampIfPresent(column + 6).map { now - $0 }
    }

    /// There is no post (any more).
    mutating func forgetPost() {
        let original = originalChannel
        self = StarboardEntry(originalChannel: original)
    }

    /// A post was found.
    mutating func adopt(_ message: Snowflake) {
        post = message
        stars = nil
        state = .settled
    }
}
