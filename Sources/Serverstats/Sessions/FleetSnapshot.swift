import Essentials
import EventLoop
import Modules
import Postgres

/// Makes sessions and statuses of a guild what a fleet says they are now: after it was away, what ended meanwhile was never told.
@LoopActor
struct FleetSnapshot {
    let database: Database
    let guild: Snowflake
    let request: SessionStore.Request

    private static let chunk: Int64 = 1_000
    private static let statementLimit = Duration.seconds(5)

    /// A member and the voice channel they are in.
    struct Place: Hashable, Sendable {
        let user: Snowflake
        let channel: Snowflake
    }

    /// What was ended and opened.
    struct Outcome: Sendable {
        var ended: Int64 = 0
        var opened: Int64 = 0
    }

    /// These are in voice channels, and nobody else is.
    func settleVoice(_ places: [Place]) async throws(DatabaseError) -> Outcome {
        let users = SQLValue.int8Array(places.map(\.user.rawValue))
        let channels = SQLValue.int8Array(places.map(\.channel.rawValue))
        var outcome = Outcome()
        outcome.ended = try await repeated(
            EndingSQL.voice, [.int2(Statistic.voice), arrival, users, channels])
        let missing = try await database.run(
            PresentSQL.missingVoice, [.snowflake(guild), users, channels],
            deadline: Instant.now() + Self.statementLimit)
        let sessions = SessionStore(database: database)
        for row in missing {
            let later = SessionStore.Request(
                arrival: request.arrival, deadline: Instant.now() + Self.statementLimit)
            let joined = try await sessions.join(
                row.snowflake(1), row.snowflake(0), in: guild, later)
            if joined.fate == .kept { outcome.opened += 1 }
        }
        return outcome
    }

    /// These are online, and nobody else is. Gives how many activities and statuses of others there were.
    func settlePresence(_ online: [Snowflake]) async throws(DatabaseError) -> Int64 {
        let users = SQLValue.int8Array(online.map(\.rawValue))
        let activities = try await repeated(
            EndingSQL.presence, [.int2(Statistic.presence), arrival, users])
        return try await activities + repeated(PresentSQL.forgetStatuses, [arrival, users])
    }

    /// What began later than this isn't known to the snapshot.
    private var arrival: SQLValue { .timestamptz(database.clock.lowerBound(at: request.arrival)) }

    /// Runs a statement until it has nothing left to do, in short transactions.
    private func repeated(
        _ sql: some SQL, _ values: [SQLValue]
    ) async throws(DatabaseError) -> Int64 {
        var total: Int64 = 0
        while true {
            let count = try await database.runTogether(
                [
                    Serverstats.lock.exclusive(guild),
                    BoundStatement(sql, [.snowflake(guild)] + values + [.int8(Self.chunk)]),
                ], deadline: Instant.now() + Self.statementLimit)[0].int64(0)
            total += count
            if count < Self.chunk { return total }
        }
    }
}
