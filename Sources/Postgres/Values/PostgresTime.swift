import Essentials

/// PostgreSQL counts from 2000-01-01, we from 1970-01-01.
enum PostgresTime {
    static let epochMicroseconds: Int64 = 946_684_800_000_000
    static let epochDays: Int32 = 10_957

    /// The ends of the range stand for ±infinity on both sides.
    static func timestamp(_ wire: Int64) -> Timestamp {
        if wire == .max || wire == .min { return Timestamp(microseconds: wire) }
        return Timestamp(microseconds: wire &+ epochMicroseconds)
    }

    static func wire(_ time: Timestamp) -> Int64 {
        let value = time.microseconds
        if value == .max || value == .min { return value }
        return value &- epochMicroseconds
    }
}
