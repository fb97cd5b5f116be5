import Modules

/// The state that a check reads first.
struct GuildState: Sendable {
    /// The version of the guild's triggers and responses; nil if the module is disabled.
    let version: Int64?
    /// The message has already been answered.
    let isAnswered: Bool
}

/// Reads guilds' state, always from the database; concurrent reads share a statement.
@LoopActor
final class GuildReader {
    private struct Question: Sendable {
        let guild: Snowflake
        let message: Snowflake?
    }

    private let batcher: Batcher<Question, GuildState>

    init(_ database: Database) {
        var limits = BatchLimits()
        limits.flights = 2
        batcher = Batcher(limits: limits) { delivery throws(DatabaseError) in
            let rows = try await database.run(
                GuildSQL.look,
                [
                    .int8Array(delivery.items.map(\.guild.rawValue)),
                    .nullableInt8Array(delivery.items.map(\.message?.rawValue)),
                ], deadline: delivery.deadline)
            return rows.map {
                GuildState(version: $0.int64IfPresent(0), isAnswered: $0.bool(1))
            }
        }
    }

    /// The state of a guild, and of one of its messages.
    func state(
        of guild: Snowflake, message: Snowflake? = nil, deadline: Instant
    ) async throws(APIError) -> GuildState {
        do {
            return try await batcher.add(
                Question(guild: guild, message: message), size: 16, deadline: deadline)
        } catch {
            throw APIError(error, .reading)
        }
    }

    func isEnabled(_ guild: Snowflake, deadline: Instant) async throws(APIError) -> Bool {
        try await state(of: guild, deadline: deadline).version != nil
    }
}
