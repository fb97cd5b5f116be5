import API
import Discord
import Essentials
import EventLoop
import Postgres

/// Creates the channels that a change of the settings asks for, and stores the change with them.
///
/// One at a time of a guild: two that ask for the same channel at once get the same one.
@LoopActor
struct SettingsChannels {
    let database: Database
    let settings: SettingsReader
    let maker: ChannelMaker
    let call: Call

    private static let reason = "The settings of serverstats ask for it."

    private var guild: Snowflake { maker.guild }

    /// Gives the row of ``SettingsSQL/change``.
    func apply(_ change: SettingsChange) async throws -> Row {
        let before = try await settings.enabledSettings(of: guild, deadline: call.deadline)
        let key = LockKey("serverstats settings", guild.rawValue)
        let limit = call.arrival + DiscordCalls.longestWait
        do {
            return try await database.direct.withLock(key, deadline: limit) { _ in
                let now = try await settings.enabledSettings(of: guild, deadline: soon)
                return try await create(change.adopting(from: before, to: now))
            }
        } catch is LockError {
            throw APIError.database(outcomeUnknown: false)
        }
    }

    private var soon: Instant { Instant.now() + .seconds(5) }

    private func create(_ change: SettingsChange) async throws -> Row {
        var change = change
        var made: [ChannelMaker.Made] = []
        do {
            if change.countersCategory == .create {
                let category = try await create("Server stats", Channel.category)
                made.append(category)
                change.countersCategory = .id(category.channel.id)
            }
            if change.starboardChannel == .create {
                let channel = try await create("starboard", Channel.text)
                made.append(channel)
                change.starboardChannel = .id(channel.channel.id)
            }
        } catch {
            await maker.undo(made)
            throw error
        }
        return try await store(change, made)
    }

    private func create(_ name: String, _ type: Int) async throws -> ChannelMaker.Made {
        let rows = try await database.run(
            CreationSQL.begin,
            [.snowflake(guild), .int2(Int16(truncatingIfNeeded: type)), .text(name)],
            deadline: soon)
        guard let row = rows.first else { throw APIError.moduleDisabled }
        return try await maker.make(
            ChannelDraft(name: name, type: type), announced: row.int64(0), reason: Self.reason)
    }

    /// Where it can't be found out whether the change stands, the channels are left to ``UnfinishedCreations``.
    private func store(_ change: SettingsChange, _ made: [ChannelMaker.Made]) async throws -> Row {
        let creations = SQLValue.int8Array(made.map(\.creation))
        let statements = [
            BoundStatement(GuildLockSQL.exclusive, [.snowflake(guild)]),
            BoundStatement(CreationSQL.store, [.snowflake(guild), creations]),
            BoundStatement(SettingsSQL.change, [.snowflake(guild)] + (change.values ?? [])),
        ]
        let rows: Rows
        do throws(DatabaseError) {
            rows = try await database.persistently {
                () throws(DatabaseError) in
                try await database.runTogether(statements, deadline: soon)
            }
        } catch {
            guard error.mayHaveRun else {
                await maker.undo(made)
                throw error
            }
            throw APIError.database(outcomeUnknown: true)
        }
        guard let row = rows.first else {
            await maker.undo(made)
            throw APIError.moduleDisabled
        }
        return row
    }
}

extension Database {
    /// Runs what does no harm twice until it succeeds, for five seconds: it stores what stands on Discord already.
    /// - Throws: the last error, of which `mayHaveRun` tells whether any of the attempts may have.
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
