import API
import Discord
import Essentials
import EventLoop
import Postgres

/// Ends API keys whose makers no longer administer the guild.
///
/// A key is checked every five minutes while it is used, by one worker for all, in the background, so that its requests don't
/// wait. A key that wasn't confirmed for an hour waits for Discord's answer, since its maker may be long gone. Without a bot
/// token nobody can be asked, and keys stay valid.
@LoopActor
final class KeyMakers {
    /// A key and its maker.
    struct Key: Hashable, Sendable {
        let guild: Snowflake
        let maker: Snowflake
    }

    static let confirmationLifetime = Duration.seconds(300)
    static let patience = Duration.seconds(3600)

    private let database: Database
    private let discord: DiscordClient
    private let reads = SharedReads<Key, Bool>()
    /// Keys being checked in the background.
    private var underWay: Set<Key> = []
    /// Called when this worker has ended keys.
    var ended: () -> Void = {}

    init(database: Database, discord: DiscordClient) {
        self.database = database
        self.discord = discord
    }

    /// Whether the key is still valid.
    /// - Parameter age: how long ago its maker's rights were confirmed.
    /// - Throws: `DiscordError` if that is over an hour and Discord doesn't answer.
    func stands(_ key: Key, age: Duration, deadline: Instant) async throws -> Bool {
        if age < Self.confirmationLifetime { return true }
        guard age < Self.patience else { return try await look(at: key, deadline: deadline) }
        guard underWay.insert(key).inserted else { return true }
        spawn {
            // If Discord doesn't answer, the next look-up asks again.
            _ = try? await self.look(at: key, deadline: .now() + .seconds(10))
            self.underWay.remove(key)
        }
        return true
    }

    private func look(at key: Key, deadline: Instant) async throws -> Bool {
        let calls = discord.actingInBackground(in: key.guild, waitLimit: deadline)
        let stands: Bool
        do throws(DiscordError) {
            stands = try await reads.value(of: key, for: calls) { calls throws(DiscordError) in
                try await calls.rights(of: key.maker, in: key.guild)?.administers ?? false
            }
        } catch {
            guard error != .notConfigured else { return true }
            throw error
        }
        let values: [SQLValue] = [.snowflake(key.guild), .snowflake(key.maker)]
        _ = try await database.run(stands ? APIKeySQL.confirm : APIKeySQL.endOf, values)
        if !stands { ended() }
        return stands
    }
}
