import Modules

/// Stores joins and leaves, and attributes joins to invites.
@LoopActor
struct JoinRecorder {
    let database: Database
    let invites: InviteReader

    /// A join or leave, as stored.
    struct Entry: Sendable {
        let enabling: Int64
        /// Nil: no join of the member is stored.
        let id: Int64?
        /// The time of a leave without a stored join, if its message wasn't sent yet.
        var reportedAt: Timestamp?
    }

    /// Stores a join and finds its invite; idempotent.
    func join(
        _ joiner: Joiner?, _ guild: Snowflake, _ context: RequestContext, _ calls: DiscordCalls
    ) async throws -> Entry {
        let arrival = try await arrival(of: context, in: guild)
        let joiner = await joiner?.completed(in: guild, calls)
        let values: [SQLValue] = [
            .snowflake(guild), .snowflakeOrNull(joiner?.member), arrival,
            .timestamptzOrNull(joiner?.joinedAt), .bool(joiner?.isBot ?? false),
            .bool(joiner?.isGone ?? false),
            .bool(joiner?.failure != nil),
        ]
        var statements = [BoundStatement(JoinSQL.arrive, values)]
        if let member = joiner?.member {
            statements.insert(InviteTracker.lock.member(member, of: guild), at: 0)
        }
        let rows: Rows
        do throws(DatabaseError) {
            // Reading the member from Discord may have taken long.
            rows = try await database.runTogether(
                statements, deadline: max(context.deadline, .now() + .seconds(2)))
        } catch {
            throw APIError(error, joiner == nil ? .writingOnce : .writing)
        }
        guard let row = rows.first else { throw APIError.moduleDisabled }
        let entry = Entry(enabling: row.int64(0), id: row.int64IfPresent(1))
        if let failure = joiner?.failure { throw failure }
        if let id = entry.id, row.int16(2) == UseKind.waiting.rawValue {
            try await find(id, guild, entry.enabling, calls)
        }
        return entry
    }

    /// One reading serves all joins that waited when it began: the later ones find themselves attributed once they get the lock.
    func find(
        _ id: Int64, _ guild: Snowflake, _ enabling: Int64, _ calls: DiscordCalls
    ) async throws {
        try await invites.read(guild, enabling, calls) { [database] in
            let rows = try await database.run(
                JoinSQL.isWaiting, [.snowflake(guild), .int8(enabling), .int8(id)])
            return rows.first?.bool(0) ?? false
        }
    }

    /// Marks a member's latest join as ended.
    func leave(
        _ member: Snowflake, _ guild: Snowflake, _ context: RequestContext
    ) async throws -> Entry {
        let values: [SQLValue] = [
            .snowflake(guild), .snowflake(member), try await arrival(of: context, in: guild),
        ]
        let lock = InviteTracker.lock.member(member, of: guild)
        let rows = try await database.runTogether(
            [lock, BoundStatement(JoinSQL.leave, values)], deadline: context.deadline)
        guard let row = rows.first else { throw APIError.moduleDisabled }
        return Entry(
            enabling: row.int64(0), id: row.int64IfPresent(1),
            reportedAt: row.timestampIfPresent(2))
    }

    /// A lower bound of the request's arrival by the database's clock.
    private func arrival(
        of context: RequestContext, in guild: Snowflake
    ) async throws(DatabaseError) -> SQLValue {
        // A worker that has just started learns that clock from its first connection.
        if !database.clock.isKnown {
            _ = try await SettingsStore(database: database).find(guild, deadline: context.deadline)
        }
        return .timestamptz(database.clock.lowerBound(at: context.arrival))
    }
}
