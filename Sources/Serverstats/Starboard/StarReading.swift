import Discord
import Essentials

/// A message as Discord has it now, and how many members starred it.
struct StarReading: Sendable {
    let message: Message
    let stars: Int

    /// - Parameter needed: how many stars a post needs; where Discord's own count is far below, nobody is asked for.
    init(
        of message: Snowflake, in channel: GuildChannel, needed: Int, _ discord: DiscordCalls
    ) async throws(DiscordError) {
        let found = try await discord.message(message, in: channel)
        self.message = found
        // Everybody counts twice at most in it, bots too, so the members are no more; but it may lag behind.
        let hint = found.reactions.first { $0.emoji.name == Emoji.star.name }?.count ?? 0
        guard hint > 0, hint >= needed / 2 else {
            stars = hint
            return
        }
        do throws(DiscordError) {
            stars = Self.count(try await discord.allReactions(.star, on: message, in: channel))
        } catch {
            guard error.isGone(.emoji) else { throw error }
            stars = 0
        }
    }

    /// Bots' stars count for nothing.
    static func count(_ users: [Snowflake: User]) -> Int {
        users.values.count { !$0.isBot }
    }
}
