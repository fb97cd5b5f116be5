import Essentials
import EventLoop

/// One thing that happened, to be stored as a row of its statistic.
package struct Event: Sendable {
    let kind: EventKind
    let guild: Snowflake
    /// When the request that brought it arrived here.
    let arrival: Instant
    /// What makes a repeat known: a message's id, or 64 bits of the Idempotency-Key's hash.
    var identity: Int64?
    /// The identity is a key that the client chose, so another event may come with it by mistake.
    var isKeyed = false
    var user: Snowflake?
    var channel: Snowflake?
    var number: Double?
    var text: String?

    init(of kind: EventKind, in guild: Snowflake, arrival: Instant) {
        self.kind = kind
        self.guild = guild
        self.arrival = arrival
    }

    /// Roughly its bytes on the wire.
    var size: Int { 96 + (text?.utf8.count ?? 0) }
}

/// What an event is told of its statistic: numbers only, so that a queue of events is cheap to move.
struct EventKind: Sendable {
    /// The statistic's number.
    let number: Int16
    /// The switch it hangs on.
    let toggles: Toggles

    init(_ statistic: Statistic) {
        number = statistic.number
        toggles = Toggles(statistic.toggle)
    }
}

extension Event {
    /// The identity that an Idempotency-Key gives; the same key means another event for another statistic.
    static func identity(ofKey key: String?) -> Int64? {
        key.map { Int64(bitPattern: SHA256Digest.hash($0).first64Bits) }
    }
}

/// What became of an event or a session; the raw values are the database's.
package enum Fate: Int16, Sendable {
    /// The module or the statistic is off, or was when it arrived.
    case off = 0
    /// Stored, or known already.
    case kept = 1
    /// Its member doesn't want to be stored, or has just been erased.
    case refused = 2
    /// A status only: the statistic is off, but the counters are on.
    case statusOnly = 3
    /// Not stored, since its key was used for another event. Told by the worker, never by the database.
    case other = 4
}
