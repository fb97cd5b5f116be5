import Essentials

/// Discord's ids hold the time when they were given.
extension Snowflake {
    /// 2015-01-01, in milliseconds since 1970.
    private static let discordEpoch: Int64 = 1_420_070_400_000

    /// The smallest id there is.
    package static let first = Snowflake(firstAt: Timestamp(microseconds: .min))

    /// No id that Discord gave from a time on is smaller.
    package init(firstAt time: Timestamp) {
        let milliseconds = max(0, time.microseconds / 1_000 - Self.discordEpoch)
        guard let id = Snowflake(rawValue: max(1, milliseconds << 22)) else {
            preconditionFailure("1 is an id")
        }
        self = id
    }

    /// When Discord made the id: its upper bits are milliseconds since the beginning of 2015.
    package var createdAt: Timestamp {
        Timestamp(microseconds: ((rawValue >> 22) + Self.discordEpoch) * 1_000)
    }
}
