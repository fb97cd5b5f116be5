import Modules

/// Reconciles a guild's sessions and statuses with a fleet's snapshot, after the fleet was offline and missed their ends.
@LoopActor
struct FleetSnapshot {
    let database: Database
    let guild: Snowflake
    let request: SessionStore.Request

    private static let chunk: Int64 = 1_000

    /// A member and the voice channel they are in.
    struct Place: Hashable, Sendable {
        let user: Snowflake
        let channel: Snowflake
    }

    /// The number of sessions ended and opened.
    struct Outcome: Sendable {
        var ended: Int64 = 0
        var opened: Int64 = 0
    }

    /// Makes the open voice sessions match these places.
    func settleVoice(_ places: [Place]) async throws(DatabaseError) -> Outcome {
        let users = SQLValue.int8Array(places.map(\.user.rawValue))
        let channels = SQLValue.int8Array(places.map(\.channel.rawValue))
        var outcome = Outcome()
        outcome.ended = try await repeated(
            EndingSQL.voice, [.int2(Statistic.voice), arrival, users, channels])
        let missing = try await database.run(
            PresentSQL.missingVoice, [.snowflake(guild), users, channels])
        let sessions = SessionStore(database: database)
        for row in missing {
            let later = SessionStore.Request(
                arrival: request.arrival, deadline: .now() + Database.statementLimit)
            let joined = try await sessions.join(
                row.snowflake(1), row.snowflake(0), in: guild, later)
            if joined.fate == .kept { outcome.opened += 1 }
        }
        return outcome
    }

    /// Ends the activities and deletes the statuses of all other members. Returns how many there were.
    func settlePresence(_ online: [Snowflake]) async throws(DatabaseError) -> Int64 {
        let users = SQLValue.int8Array(online.map(\.rawValue))
        let activities = try await repeated(
            EndingSQL.presence, [.int2(Statistic.presence), arrival, users])
        return try await activities + repeated(PresentSQL.forgetStatuses, [arrival, users])
    }

    /// The snapshot's arrival; sessions that began later are left alone.
    private var arrival: SQLValue { .timestamptz(database.clock.lowerBound(at: request.arrival)) }

    /// Repeats a chunked statement until nothing is left, each in a short transaction.
    private func repeated(
        _ sql: some SQL, _ values: [SQLValue]
    ) async throws(DatabaseError) -> Int64 {
        var total: Int64 = 0
        while true {
            let count = try await database.runTogether(
                [
                    Serverstats.lock.exclusive(guild),
                    BoundStatement(sql, [.snowflake(guild)] + values + [.int8(Self.chunk)]),
                ])[0].int64(0)
            total += count
            if count < Self.chunk { return total }
        }
    }
}
