import Effects
import Essentials
import EventLoop
import Postgres

/// What is known of a starred message: its row, and what is in doubt about its post.
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
    /// How long ago the post wasn't there yet, while it is being posted.
    var firstSent: Duration?
    /// How long ago the post was last about to be sent.
    var lastSent: Duration?

    /// What may be on its way to Discord. The raw values are the database's.
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
