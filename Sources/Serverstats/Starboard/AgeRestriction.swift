import API
import Discord
import Essentials

/// Nothing goes from an age-restricted channel into one that isn't.
enum AgeRestriction {
    /// - Throws: 422 where it would.
    static func check(
        from origin: GuildChannel, to starboard: GuildChannel, _ discord: DiscordCalls
    ) async throws {
        guard try await isRestricted(origin, discord) else { return }
        guard try await isRestricted(starboard, discord) else {
            throw APIError.unprocessable(
                "The message is in an age-restricted channel, and the starboard channel isn't one.")
        }
    }

    /// A thread is what its channel is.
    private static func isRestricted(
        _ place: GuildChannel, _ discord: DiscordCalls
    ) async throws(DiscordError) -> Bool {
        let channel = try await discord.details(of: place)
        guard !channel.isNSFW, channel.isThread, let parent = channel.parent else {
            return channel.isNSFW
        }
        return try await discord.details(of: discord.channel(parent, of: place.guild)).isNSFW
    }
}

extension Channel {
    /// Of news, public, private.
    fileprivate var isThread: Bool { (10...12).contains(type) }
}
