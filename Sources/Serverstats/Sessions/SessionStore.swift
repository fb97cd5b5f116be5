import Modules

/// Opens and closes sessions. All methods are idempotent.
@LoopActor
struct SessionStore {
    let database: Database

    /// A member joined a voice channel or is in it.
    func join(
        _ channel: Snowflake, _ member: Snowflake, in guild: Snowflake, _ request: Request
    ) async throws(DatabaseError) -> (fate: Fate, previous: Snowflake?) {
        let row = try await run(VoiceSQL.join, channel, member, guild, request)
        return (row.fate, row.snowflakeIfPresent(1))
    }

    /// A member left a voice channel.
    func leave(
        _ channel: Snowflake, _ member: Snowflake, in guild: Snowflake, _ request: Request
    ) async throws(DatabaseError) -> (fate: Fate, wasOpen: Bool) {
        let row = try await run(VoiceSQL.leave, channel, member, guild, request)
        return (row.fate, row.bool(1))
    }

    /// A member left the guild: ends all of their sessions.
    func leaveGuild(
        _ member: Snowflake, _ guild: Snowflake, deadline: Instant
    ) async throws(DatabaseError) {
        let ids: [SQLValue] = [.snowflake(guild), .snowflake(member)]
        _ = try await database.runTogether(
            [
                Serverstats.lock.member(member, of: guild),
                BoundStatement(
                    PresentSQL.leaveGuild,
                    ids + [.int2(Statistic.voice), .int2(Statistic.presence)]),
            ], deadline: deadline)
    }

    /// Replaces a member's present activities.
    func replaceActivities(
        of member: Snowflake, in guild: Snowflake, with activities: [Activity],
        status: MemberStatus?, _ request: Request
    ) async throws(DatabaseError) -> Fate {
        let row = try await run(
            member, guild, deadline: request.deadline,
            BoundStatement(
                PresenceSQL.replace,
                [
                    .snowflake(guild), .snowflake(member),
                    .timestamptz(database.clock.lowerBound(at: request.arrival)),
                    .int4(Toggles(.activities).rawValue), .int2(Statistic.presence),
                    .int4Array(activities.map { Int32(clamping: $0.type) }),
                    .textArray(activities.map(\.name)),
                    .nullableTextArray(activities.map(\.details)),
                    .nullableTextArray(activities.map(\.state)),
                    status.map { .int2($0.number) } ?? .null(.int2),
                    .int4(Toggles(.counters).rawValue),
                ]))
        return row.fate
    }

    /// The arrival of a request and its deadline.
    struct Request: Sendable {
        let arrival: Instant
        let deadline: Instant
    }

    private func run(
        _ sql: VoiceSQL, _ channel: Snowflake, _ member: Snowflake, _ guild: Snowflake,
        _ request: Request
    ) async throws(DatabaseError) -> Row {
        try await run(
            member, guild, deadline: request.deadline,
            BoundStatement(
                sql,
                [
                    .snowflake(guild), .snowflake(member), .snowflake(channel),
                    .timestamptz(database.clock.lowerBound(at: request.arrival)),
                    .int4(Toggles(.voice).rawValue), .int2(Statistic.voice),
                ]))
    }

    private func run(
        _ member: Snowflake, _ guild: Snowflake, deadline: Instant, _ statement: BoundStatement
    ) async throws(DatabaseError) -> Row {
        try await database.runTogether(
            [Serverstats.lock.member(member, of: guild), statement], deadline: deadline)[0]
    }
}

extension Row {
    fileprivate var fate: Fate { Fate(rawValue: int16(0)) ?? .off }
}
