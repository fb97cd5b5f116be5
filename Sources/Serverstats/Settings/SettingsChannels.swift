import Modules

/// Creates the channels that a change of the settings requires, and stores the change with them.
///
/// Serialized per guild: concurrent requests for the same channel get the same one.
@LoopActor
struct SettingsChannels {
    let database: Database
    let settings: SettingsReader
    let maker: ChannelMaker
    let context: RequestContext

    private static let reason = "The settings of serverstats ask for it."

    private var guild: Snowflake { maker.guild }

    /// Returns the row of ``SettingsSQL/change``.
    func apply(_ change: SettingsChange) async throws -> Row {
        let before = try await settings.enabledSettings(of: guild, deadline: context.deadline)
        let key = LockKey(.settings, guild.rawValue)
        let limit = context.arrival + DiscordCalls.longestWait
        do {
            return try await database.direct.withLock(key, deadline: limit) { _ in
                let now = try await settings.enabledSettings(
                    of: guild, deadline: .now() + Database.statementLimit)
                return try await create(
                    keepingCreated(change.adopting(from: before, to: now)))
            }
        } catch let error as LockError {
            throw APIError.database(outcomeUnknown: false).because(error.words)
        }
    }

    /// Reuses channels that an earlier "create" made and that still exist: the request may be a repeat.
    private func keepingCreated(_ change: SettingsChange) async throws -> SettingsChange {
        let rows = try await database.run(CreationSQL.created, [.snowflake(guild)])
        guard let row = rows.first else { return change }
        var change = change
        if change.countersCategory == .create, let category = row.snowflakeIfPresent(0),
            try await exists(category)
        {
            change.countersCategory = .id(category)
        }
        if change.starboardChannel == .create, let channel = row.snowflakeIfPresent(1),
            try await exists(channel)
        {
            change.starboardChannel = .id(channel)
        }
        return change
    }

    private func exists(_ channel: Snowflake) async throws(DiscordError) -> Bool {
        do throws(DiscordError) {
            let calls = maker.discord
            _ = try await calls.reread(calls.channel(channel, of: guild))
            return true
        } catch {
            guard error.isGone(.channel) || error == .foreign(.channel) else { throw error }
            return false
        }
    }

    private func create(_ change: SettingsChange) async throws -> Row {
        var change = change
        var category: ChannelMaker.CreatedChannel?
        var channel: ChannelMaker.CreatedChannel?
        do {
            if change.countersCategory == .create {
                category = try await create("Server stats", Channel.category)
                change.countersCategory = category.map { .id($0.channel.id) }
            }
            if change.starboardChannel == .create {
                channel = try await create("starboard", Channel.text)
                change.starboardChannel = channel.map { .id($0.channel.id) }
            }
        } catch {
            await maker.undo([category].compactMap { $0 })
            throw error
        }
        return try await store(change, category, channel)
    }

    private func create(_ name: String, _ type: Int) async throws -> ChannelMaker.CreatedChannel {
        let rows = try await database.run(
            CreationSQL.begin,
            [.snowflake(guild), .int2(Int16(truncatingIfNeeded: type)), .text(name)])
        guard let row = rows.first else { throw APIError.moduleDisabled }
        return try await maker.make(
            ChannelDraft(name: name, type: type), announced: row.int64(0), reason: Self.reason)
    }

    /// If it's unknown whether the change was committed, the channels are left to ``ChannelCreation``.
    private func store(
        _ change: SettingsChange, _ category: ChannelMaker.CreatedChannel?,
        _ channel: ChannelMaker.CreatedChannel?
    ) async throws -> Row {
        let made = [category, channel].compactMap { $0 }
        let creations = SQLValue.int8Array(made.map(\.creation))
        let statements = [
            Serverstats.lock.exclusive(guild),
            BoundStatement(CreationSQL.store, [.snowflake(guild), creations]),
            BoundStatement(
                CreationSQL.remember,
                [
                    .snowflake(guild), .snowflakeOrNull(category?.channel.id),
                    .snowflakeOrNull(channel?.channel.id),
                ]),
            BoundStatement(SettingsSQL.change, [.snowflake(guild)] + (change.values ?? [])),
        ]
        let rows: Rows
        do throws(DatabaseError) {
            rows = try await database.persistently {
                () throws(DatabaseError) in
                try await database.runTogether(statements)
            }
        } catch {
            guard error.mayHaveRun else {
                await maker.undo(made)
                throw error
            }
            throw APIError.database(outcomeUnknown: true).because(error.causeForLogs)
        }
        guard let row = rows.first else {
            await maker.undo(made)
            throw APIError.moduleDisabled
        }
        return row
    }
}

extension Database {
    /// Retries an idempotent body for five seconds: it stores channels that already exist on Discord.
    /// - Throws: the last error; its `mayHaveRun` is true if any attempt may have been committed.
    func persistently<Value>(
        _ body: @LoopActor () async throws(DatabaseError) -> Value
    ) async throws(DatabaseError) -> Value {
        let end = Instant.now() + .seconds(5)
        var mayHaveRun = false
        while true {
            do throws(DatabaseError) {
                return try await body()
            } catch {
                mayHaveRun = mayHaveRun || error.mayHaveRun
                let isHopeless = error.sqlState?.isAboutValues == true
                guard !isHopeless, Instant.now() < end else {
                    throw mayHaveRun ? .connectionLost(mayHaveRun: true) : error
                }
            }
            await sleep(for: .milliseconds(200))
        }
    }
}
