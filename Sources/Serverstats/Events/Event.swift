import Modules

/// An event to be stored as a row of its statistic.
package struct Event: Sendable {
    let kind: EventKind
    let guild: Snowflake
    /// The arrival of its request at this worker.
    var arrival: Instant
    /// Identifies repeats: a message's id, or 64 bits of the Idempotency-Key's hash.
    var identity: Int64?
    /// The identity is a key chosen by the client, which may use it for another event by mistake.
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

    /// - Parameter key: its Idempotency-Key, where its endpoint takes one.
    mutating func arrive(at moment: Instant, key: String?) {
        arrival = moment
        guard let key else { return }
        identity = Event.identity(ofKey: key)
        isKeyed = true
    }

    /// The error for a database that failed to store it.
    func failure(_ error: DatabaseError) -> APIError {
        APIError(error, identity == nil ? .writingOnce : .writing)
    }

    /// Its approximate size on the wire, in bytes.
    var size: Int { 96 + (text?.utf8.count ?? 0) }
}

/// The statistic of an event, as numbers only, so that a queue of events is cheap to move.
struct EventKind: Sendable {
    /// The statistic's number.
    let number: Int16
    /// The toggle that controls it, as a bit.
    let toggles: Toggles

    init(_ statistic: Statistic) {
        number = statistic.number
        toggles = Toggles(statistic.toggle)
    }
}

extension Event {
    /// The identity from an Idempotency-Key. Its scope is one statistic: elsewhere the same key is another event.
    private static func identity(ofKey key: String) -> Int64 {
        Int64(bitPattern: SHA256Digest.hash(key).first64Bits)
    }
}

/// The outcome of storing an event or a session; the raw values are the database's.
package enum Fate: Int16, Sendable {
    /// The module or the statistic is off, or was when it arrived.
    case off = 0
    /// Stored.
    case kept = 1
    /// The member refuses data collection, or has just been erased.
    case refused = 2
    /// Only the status is stored: the statistic is off, but the counters are on.
    case statusOnly = 3
    /// Not stored, since its key was used for another event. Set by the worker, never by the database.
    case other = 4
    /// Stored earlier already. Set by the worker.
    case repeated = 5
    /// Stored now or earlier: an attempt whose outcome got lost has stored it, or found it. Set by the worker.
    case keptOrRepeated = 6
}

extension Fate {
    /// Whether the event had been stored before.
    /// - Throws: the error of one that was not taken.
    func isRepeat() throws(APIError) -> Bool {
        switch self {
        case .off: throw .moduleDisabled
        case .other: throw .unprocessable(Self.otherEvent)
        case .kept, .refused, .statusOnly, .keptOrRepeated: return false
        case .repeated: return true
        }
    }

    private static let otherEvent =
        "This Idempotency-Key was used for another event in the last 24 hours; nothing was stored."
}
