import Essentials
import EventLoop
import Postgres

/// One worker's right to act on one starred message, until somebody else claims it or its entry goes.
@LoopActor
struct StarboardClaim {
    let guild: Snowflake
    let message: Snowflake
    let fencing: Int64
    let database: Database
    let lock: Lock

    /// The claim doesn't stand any more: what is to be done has to be looked at again.
    struct Lost: Error {}

    private static let statementLimit = Duration.seconds(5)

    /// Throws where another worker may be at work on the message: nothing is sent to Discord any more.
    func check() throws(Lost) {
        guard lock.isHeld else { throw Lost() }
    }

    /// - Returns: the post's generation and channel.
    func send(
        to channel: Snowflake, isKnownAbsent: Bool
    ) async throws -> (generation: Int64, channel: Snowflake) {
        let row = try await write(.send, [.snowflake(channel), .bool(isKnownAbsent)])
        return (row.int64(0), row.snowflake(1))
    }

    /// Gives the post, nil where it was deleted at once.
    func sent(_ post: Snowflake, stars: Int?) async throws -> Snowflake? {
        try await write(.sent, [.snowflake(post), .int4OrNull(stars.map(Self.column))])
            .snowflakeIfPresent(0)
    }

    func begin(_ state: StarboardEntry.State) async throws {
        _ = try await write(.begin, [.int2(state.rawValue)])
    }

    func edited(stars: Int) async throws {
        _ = try await write(.edited, [.int4(Self.column(stars))])
    }

    func forgetPost() async throws { _ = try await write(.forgetPost) }

    /// The reading has been acted on.
    func read() async throws { _ = try await write(.read) }

    /// The message is gone, and so is its entry.
    func drop() async throws { _ = try await write(.drop) }

    /// What to make of the entry after the claim was lost; nil where there is none.
    func doubt() async throws(DatabaseError) -> (generation: Int64?, post: Snowflake?)? {
        let rows = try await database.run(
            StarboardSQL.doubt, [.snowflake(guild), .snowflake(message)],
            deadline: Instant.now() + Self.statementLimit)
        return rows.first.map { ($0.int64IfPresent(0), $0.snowflakeIfPresent(1)) }
    }

    private func write(_ sql: StarboardSQL, _ values: [SQLValue] = []) async throws -> Row {
        let key: [SQLValue] = [.snowflake(guild), .snowflake(message), .int8(fencing)]
        let rows = try await database.run(
            sql, key + values, deadline: Instant.now() + Self.statementLimit)
        guard let row = rows.first else { throw Lost() }
        return row
    }

    private static func column(_ stars: Int) -> Int32 { Int32(clamping: stars) }
}
