import Modules

/// Creates a counter: reads its numbers, reserves a place among the guild's counters, creates the channel, and stores it.
@LoopActor
struct CounterCreation {
    let database: Database
    let discord: DiscordCalls
    let guild: Snowflake

    /// Discord's limit of channels in a category.
    static let limit: Int64 = 50

    private static let reason = "A new counter."

    func create(_ definition: CounterDefinition) async throws -> Counter {
        let category = try await category()
        guard definition.goal == nil || definition.type.takesGoal else {
            throw APIError.unprocessable(
                "Field 'new_goal' must be null: type 1 has no single number to count down.",
                field: "new_goal")
        }
        let name = try await name(definition)
        let bot = try await discord.botID()
        let parent = try await parent(category)
        let place = try await reserve(name, in: category)
        let maker = ChannelMaker(database: database, discord: discord, guild: guild)
        let made: ChannelMaker.CreatedChannel
        do throws(DiscordError) {
            made = try await maker.make(
                ChannelDraft(
                    name: name, type: Channel.voice, parent: parent, lockedFor: bot),
                announced: place, reason: Self.reason)
        } catch {
            throw await reasonInWords(error, parent)
        }
        return try await store(definition, made, maker)
    }

    /// The category for the counter's channel, if there may be one more.
    private func category() async throws -> Snowflake {
        let rows = try await run([BoundStatement(CounterSQL.look, [.snowflake(guild)])], .reading)
        guard let row = rows.first else { throw APIError.moduleDisabled }
        var columns = RowReader(row)
        let (areOn, category, count): (Bool, Snowflake?, Int64) = (
            columns.next(), columns.next(), columns.next()
        )
        guard areOn else {
            throw APIError.unprocessable("Counters are switched off for this guild.")
        }
        guard let category else {
            throw APIError.unprocessable("The settings name no category for the counters.")
        }
        guard count < Self.limit else { throw Self.full }
        return category
    }

    private func parent(_ category: Snowflake) async throws -> GuildChannel {
        do throws(DiscordError) {
            return try await discord.channel(category, of: guild)
        } catch {
            if error == .foreign(.channel) {
                throw APIError.unprocessable("The counters' category is not of this guild.")
            }
            guard error.isGone(.channel) else { throw error }
            throw Self.categoryIsGone
        }
    }

    private static let full = APIError.unprocessable("A guild has at most \(limit) counters.")

    private func name(_ definition: CounterDefinition) async throws -> String {
        let reader = NumberReader(database, discord, guild: guild)
        let roles = Set(definition.role.map { [$0] } ?? [])
        for source in NumberSource.allCases where definition.type.sources.contains(source) {
            try await reader.read(source, roles: roles)
            // The channel to be created counts as well.
            if source == .channels { reader.countOneMoreChannel() }
            if source == .roles, let role = definition.role { try check(role, reader.numbers) }
        }
        guard let name = definition.name(with: reader.numbers) else {
            throw APIError.discord("Discord's answer lacks a number that the counter needs.")
        }
        return name
    }

    private func check(_ role: Snowflake, _ numbers: GuildNumbers) throws(APIError) {
        guard role != guild else {
            throw .unprocessable("Everybody has the role @everyone: use a type without a role.")
        }
        guard numbers.roleNames?[role] != nil else {
            throw .unprocessable("The guild has no role \(role).")
        }
    }

    private func reserve(_ name: String, in category: Snowflake) async throws -> Int64 {
        let values: [SQLValue] = [
            .snowflake(guild), .text(name), .snowflake(category), .int8(Self.limit),
        ]
        let rows = try await run([lock, BoundStatement(CounterSQL.reserve, values)], .writing)
        if let row = rows.first { return row.int64(0) }
        // A concurrent request was faster: report the present obstacle.
        let now = try await self.category()
        throw now == category
            ? Self.full : APIError.unprocessable("The settings were changed meanwhile; try again.")
    }

    private func store(
        _ definition: CounterDefinition, _ made: ChannelMaker.CreatedChannel, _ maker: ChannelMaker
    ) async throws -> Counter {
        let values: [SQLValue] = [
            .snowflake(guild), .int8(made.creation), .snowflake(made.channel.id),
            .int2(Int16(truncatingIfNeeded: definition.type.rawValue)), .text(definition.format),
            .snowflakeOrNull(definition.role),
            .int4OrNull(definition.goal.map { Int32(truncatingIfNeeded: $0) }),
        ]
        let statements = [lock, BoundStatement(CounterSQL.store, values)]
        do throws(DatabaseError) {
            let rows = try await database.persistently {
                () throws(DatabaseError) in
                try await database.runTogether(
                    statements, deadline: Instant.now() + .seconds(3))
            }
            if let counter = rows.first.map({ Counter($0) }) { return counter }
        } catch {
            // It may have been committed; if not, the creation's row makes `ChannelCreation` delete the channel.
            guard !error.mayHaveRun else {
                throw APIError.database(outcomeUnknown: true).because(error.causeForLogs)
            }
            await maker.undo([made])
            throw APIError.database(outcomeUnknown: false).because(error.causeForLogs)
        }
        await maker.undo([made])
        _ = try await category()
        throw APIError.unprocessable("The settings were changed meanwhile; try again.")
    }

    private static let categoryIsGone = APIError.unprocessable(
        "The category of the counters is gone from Discord: set another one.")

    /// A refusal because of the category gets its own error.
    private func reasonInWords(
        _ error: DiscordError, _ category: GuildChannel
    ) async -> any Error {
        guard case .refused(400...404, _, _) = error else { return error }
        do throws(DiscordError) {
            guard try await discord.reread(category).type != Channel.category else { return error }
            return APIError.unprocessable("The channel in 'counters_category_id' is no category.")
        } catch {
            return error.isGone(.channel) ? Self.categoryIsGone : error
        }
    }

    private var lock: BoundStatement { Serverstats.lock.exclusive(guild) }

    private func run(
        _ statements: [BoundStatement], _ intent: APIError.Intent
    ) async throws(APIError) -> Rows {
        do throws(DatabaseError) {
            return try await database.runTogether(
                statements, deadline: Instant.now() + .seconds(3))
        } catch {
            throw APIError(error, intent)
        }
    }
}
