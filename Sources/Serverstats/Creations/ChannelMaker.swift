import Modules

/// Creates a guild's channels on Discord. Each creation is stored before the call, so that no channel is orphaned:
/// one that can't be stored is deleted again, after a crash by ``ChannelCreation``.
@LoopActor
struct ChannelMaker {
    let database: Database
    let discord: DiscordCalls
    let guild: Snowflake

    /// A channel that has been created, but not stored yet.
    struct CreatedChannel: Hashable, Sendable {
        let creation: Int64
        let channel: GuildChannel
    }

    /// Creates the channel of a stored creation.
    func make(
        _ draft: ChannelDraft, announced creation: Int64, reason: String
    ) async throws(DiscordError) -> CreatedChannel {
        do throws(DiscordError) {
            let channel = try await discord.createChannel(draft, in: guild, reason: reason)
            return CreatedChannel(creation: creation, channel: channel)
        } catch {
            // After an unclear result, `ChannelCreation` searches for the channel later.
            if error.effect == .none { await forget(creation) }
            throw error
        }
    }

    /// Deletes channels that can't be stored. Failures are retried later.
    func undo(_ made: [CreatedChannel]) async {
        for each in made {
            do throws(DiscordError) {
                try await discord.forUndoing.deleteChannel(each.channel, reason: Self.undone)
            } catch {
                guard error.isGone(.channel) else { continue }
            }
            await forget(each.creation)
        }
    }

    static let undone = "It could not be stored."

    private func forget(_ creation: Int64) async {
        _ = try? await database.run(
            CreationSQL.forget, [.snowflake(guild), .int8(creation)],
            deadline: Instant.now() + .seconds(3))
    }
}
