import Discord
import Essentials
import EventLoop
import Postgres

/// Creates channels of a guild on Discord, each announced in the database before, so that none is left there that nobody
/// knows of: what can't be stored is deleted again, by ``ChannelCreation`` where this worker doesn't live to do it.
@LoopActor
struct ChannelMaker {
    let database: Database
    let discord: DiscordCalls
    let guild: Snowflake

    /// A channel that was created, but not stored yet.
    struct CreatedChannel: Hashable, Sendable {
        let creation: Int64
        let channel: GuildChannel
    }

    /// Creates what was announced.
    func make(
        _ draft: ChannelDraft, announced creation: Int64, reason: String
    ) async throws(DiscordError) -> CreatedChannel {
        do throws(DiscordError) {
            let channel = try await discord.createChannel(draft, in: guild, reason: reason)
            return CreatedChannel(creation: creation, channel: channel)
        } catch {
            // Of a call that got no clear answer, what it left is looked for later.
            if error.effect == .none { await forget(creation) }
            throw error
        }
    }

    /// Deletes what can't be stored. What fails here is done later.
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
