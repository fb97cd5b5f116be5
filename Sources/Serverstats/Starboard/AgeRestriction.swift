import API
import Discord
import Essentials

/// Nothing goes from an age-restricted channel into one that isn't.
enum AgeRestriction {
    /// - Throws: 422 where it would; 400 for a channel of another guild.
    static func check(
        from origin: Snowflake, to starboard: Snowflake, _ guild: Snowflake, _ discord: DiscordCalls
    ) async throws {
        let channel = try await discord.channel(origin)
        if let owner = channel.guild, owner != guild {
            throw APIError.badRequest("Field 'channel_id' names a channel of another guild.")
        }
        guard try await isRestricted(channel, discord) else { return }
        let target = try await discord.channel(starboard)
        guard try await isRestricted(target, discord) else {
            throw APIError.unprocessable(
                "The message is in an age-restricted channel, and the starboard channel isn't one.")
        }
    }

    /// A thread is what its channel is.
    private static func isRestricted(
        _ channel: Channel, _ discord: DiscordCalls
    ) async throws(DiscordError) -> Bool {
        guard !channel.isNSFW, channel.isThread, let parent = channel.parent else {
            return channel.isNSFW
        }
        return try await discord.channel(parent).isNSFW
    }
}

extension Channel {
    /// Of news, public, private.
    fileprivate var isThread: Bool { (10...12).contains(type) }
}
