import Modules

/// A message as Discord returns it, and the number of members who starred it.
struct StarReading: Sendable {
    let message: Message
    let stars: Int

    /// - Parameter needed: the stars a post needs; if Discord's own count is far below, the members aren't listed.
    init(
        of message: Snowflake, in channel: GuildChannel, needed: Int, _ discord: DiscordCalls
    ) async throws(DiscordError) {
        let found = try await discord.message(message, in: channel)
        self.message = found
        // Discord's count includes bots, and each member once or twice, so it's an upper bound; but it may lag.
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

    /// Stars of bots don't count.
    static func count(_ users: [Snowflake: User]) -> Int {
        users.values.count { !$0.isBot }
    }
}
