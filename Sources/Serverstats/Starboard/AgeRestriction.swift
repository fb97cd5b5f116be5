import Modules

/// Keeps messages of age-restricted channels out of other channels.
enum AgeRestriction {
    /// - Throws: 422 if the starboard isn't age-restricted and the message's channel is.
    static func check(
        from origin: GuildChannel, to starboard: GuildChannel, _ discord: DiscordCalls
    ) async throws {
        guard try await isRestricted(origin, discord) else { return }
        guard try await isRestricted(starboard, discord) else {
            throw APIError.unprocessable(
                "The message is in an age-restricted channel, and the starboard channel isn't one.")
        }
    }

    /// A thread has its parent's restriction.
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
    /// Announcement, public and private threads.
    fileprivate var isThread: Bool { (10...12).contains(type) }
}
