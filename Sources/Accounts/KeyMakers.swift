import API
import Discord
import Essentials
import EventLoop
import Postgres

/// Ends API keys whose makers don't administer the guild any more.
///
/// A key is looked at every five minutes while it's used, by one worker for all: in the background, so that its requests
/// don't wait. One that nobody has confirmed for an hour waits for Discord's word, since its maker may be long gone. Where no
/// bot is configured nobody can be asked, and keys stay as they are.
@LoopActor
final class KeyMakers {
    /// A key as far as its maker is concerned.
    struct Key: Hashable, Sendable {
        let guild: Snowflake
        let maker: Snowflake
    }

    static let confirmationLifetime = Duration.seconds(300)
    static let patience = Duration.seconds(3600)

    private let database: Database
    private let discord: DiscordClient
    private let reads = SharedReads<Key, Bool>()
    /// Being looked at in the background.
    private var underWay: Set<Key> = []
    /// Called when keys have ended here.
    var ended: () -> Void = {}

    init(database: Database, discord: DiscordClient) {
        self.database = database
        self.discord = discord
    }

    /// Whether the key still counts.
    /// - Parameter age: how long ago its maker's rights were confirmed.
    /// - Throws: `DiscordError` where that's over an hour and Discord doesn't say.
    func stands(_ key: Key, age: Duration, deadline: Instant) async throws -> Bool {
        if age < Self.confirmationLifetime { return true }
        guard age < Self.patience else { return try await look(at: key, deadline: deadline) }
        guard underWay.insert(key).inserted else { return true }
        spawn {
            // What Discord doesn't say now it's asked at the next look-up.
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
