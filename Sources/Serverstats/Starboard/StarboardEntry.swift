import Modules

/// A starred message: its row, and the state of its post.
struct StarboardEntry: Hashable, Sendable {
    /// The message's channel, from the request that created the row.
    var originalChannel: Snowflake
    /// The channel where the post is, or may be.
    var channel: Snowflake?
    /// The post; nil if none is known.
    var post: Snowflake?
    /// The number the post shows; nil: unknown.
    var stars: Int?
    var state = State.settled
    /// The time since the post was first attempted, while it is being posted.
    var firstSent: Duration?
    /// The time since the post was last attempted.
    var lastSent: Duration?

    /// The call to Discord that may be in flight. The raw values are the database's.
    enum State: String, Sendable {
        case settled
        case posting
        case editing
        case removing
    }

    init(originalChannel: Snowflake) {
        self.originalChannel = originalChannel
    }

    /// From the last columns of ``StarboardSQL/claim``.
    @LoopActor
    init(_ columns: inout RowReader, _ claim: EffectClaim) {
        originalChannel = columns.next()
        channel = columns.next()
        post = columns.next()
        stars = columns.next()
        state = claim.inDoubt.flatMap(State.init) ?? .settled
        firstSent = claim.firstSent
        lastSent = claim.lastSent
    }

    /// There is no post, or no longer one.
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
