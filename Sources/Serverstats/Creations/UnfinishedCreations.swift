import Discord
import Essentials
import EventLoop
import Postgres

/// Clears away channels that were created on Discord and never stored, because a worker died or Discord's answer never
/// came. Doing it twice does no harm.
@LoopActor
struct UnfinishedCreations {
    let database: Database
    let discord: DiscordClient

    private static let statementLimit = Duration.seconds(5)

    /// The oldest ones.
    func due() async throws(DatabaseError) -> [UnfinishedCreation] {
        try await run(.unfinished, [.int8(10)]).map(UnfinishedCreation.init)
    }

    /// Deletes the channel, if there is one, and forgets the creation; tries again later where Discord fails.
    func clear(_ creation: UnfinishedCreation) async throws(DatabaseError) {
        let key: [SQLValue] = [.snowflake(creation.guild), .int8(creation.id)]
        do throws(DiscordError) {
            try await delete(creation, used: await used(in: creation.guild))
        } catch {
            // A guild that the bot isn't in any more, or may do nothing in, is none of our business.
            guard error.isGone(.guild) || error.isForbidden else {
                _ = try await run(.postpone, key)
                return
            }
        }
        _ = try await run(.forget, key)
    }

    private func used(in guild: Snowflake) async -> Set<Snowflake>? {
        guard let rows = try? await run(.used, [.snowflake(guild)]) else { return nil }
        return Set(rows.compactMap { $0.snowflakeIfPresent(0) })
    }

    private func delete(
        _ creation: UnfinishedCreation, used: Set<Snowflake>?
    ) async throws(DiscordError) {
        guard let used else { throw .unreachable("the database was asked in vain") }
        let limit = Instant.now() + DiscordCalls.longestWait
        let calls = discord.actingInBackground(in: creation.guild, waitLimit: limit)
        let channels = try await calls.channels(of: creation.guild)
        for channel in channels where !used.contains(channel.id) && creation.made(channel) {
            // What somebody has put channels into is in use by now.
            guard !channels.contains(where: { $0.parent == channel.id }) else { continue }
            guard let channel = GuildChannel(channel, of: creation.guild) else { continue }
            do throws(DiscordError) {
                try await calls.deleteChannel(channel, reason: ChannelMaker.undone)
            } catch {
                guard error.isGone(.channel) else { throw error }
            }
        }
    }

    private func run(_ sql: CreationSQL, _ values: [SQLValue]) async throws(DatabaseError) -> Rows {
        try await database.run(sql, values, deadline: Instant.now() + Self.statementLimit)
    }
}

/// A creation of which it isn't known what came of it.
struct UnfinishedCreation: Hashable, Sendable {
    let guild: Snowflake
    let id: Int64
    private let type: Int
    private let name: String
    private let parent: Snowflake?
    private let beganAt: Timestamp

    init(_ row: Row) {
        guild = row.snowflake(0)
        id = row.int64(1)
        type = row.int(2)
        name = row.string(3)
        parent = row.snowflakeIfPresent(4)
        beganAt = row.timestamp(5)
    }

    /// Whether a channel is what was to be created: it looks like it, and was made in those two minutes.
    func made(_ channel: Channel) -> Bool {
        channel.type == type && channel.name == name && channel.parent == parent
            && channel.id.discordTime > beganAt - Self.clocksDiffer
            && channel.id.discordTime < beganAt + .seconds(120) + Self.clocksDiffer
    }

    private static let clocksDiffer = Duration.seconds(10)
}

extension Snowflake {
    /// When Discord gave the id.
    var discordTime: Timestamp {
        Timestamp(microseconds: ((rawValue >> 22) + 1_420_070_400_000) * 1_000)
    }
}
