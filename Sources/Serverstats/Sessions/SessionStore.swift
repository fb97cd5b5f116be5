import Essentials
import EventLoop
import Modules
import Postgres

/// Opens and closes sessions. Repeating any of it changes nothing.
@LoopActor
struct SessionStore {
    let database: Database

    /// A member came into a voice channel, or is there.
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

    /// A member has left the guild: nothing of theirs goes on there.
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

    /// A member does these things now, and no others.
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

    /// When what is to be stored arrived, and when its answer is due.
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
