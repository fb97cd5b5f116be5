import Essentials
import EventLoop
import HTTP

/// How ids that requests and settings name become proofs that they are the guild's.
extension DiscordCalls {
    /// The channel, if it is one of the guild's. Discord is asked once; concurrent look-ups share an answer.
    /// - Throws: `.foreign(.channel)` for another guild's, or nobody's; what Discord says where it can't be read.
    @LoopActor
    package func channel(
        _ id: Snowflake, of guild: Snowflake
    ) async throws(DiscordError) -> GuildChannel {
        let channel: Channel
        if let known = client.channels.channel(id) {
            channel = known
        } else {
            channel = try await read(id)
        }
        guard let proof = GuildChannel(channel, of: guild) else {
            client.noteForeign(id, guild)
            throw .foreign(.channel)
        }
        return proof
    }

    /// The channel's name, type, parent and age restriction, at most a minute old.
    @LoopActor
    package func details(of channel: GuildChannel) async throws(DiscordError) -> Channel {
        if let known = client.channels.details(of: channel.id, now: .now()) { return known }
        return try await read(channel.id)
    }

    /// The parent of a thread or forum post; nil for every other channel. That never changes, so what is remembered serves
    /// however old it is.
    @LoopActor
    package func parent(
        ofThread channel: GuildChannel
    ) async throws(DiscordError) -> Snowflake? {
        let thread: Channel
        if let known = client.channels.channel(channel.id) {
            thread = known
        } else {
            thread = try await read(channel.id)
        }
        return thread.isThread ? thread.parent : nil
    }

    /// The channel as it is now.
    @LoopActor
    package func reread(_ channel: GuildChannel) async throws(DiscordError) -> Channel {
        try await read(channel.id)
    }

    @LoopActor
    private func read(_ id: Snowflake) async throws(DiscordError) -> Channel {
        let asked = Instant.now()
        let channel = try await client.channelReads.value(of: id, for: self) {
            calls throws(DiscordError) in
            try await calls.one(.get, "/channels/{channel}", id)
        }
        client.channels.keep(channel, readAt: asked)
        return channel
    }

    /// The invite, if it leads to the guild.
    /// - Throws: `.foreign(.invite)` for another guild's; `isGone(.invite)` where there is none.
    package func invite(
        _ code: String, of guild: Snowflake
    ) async throws(DiscordError) -> GuildInvite {
        guard try await invite(code).guild == guild else { throw .foreign(.invite) }
        return GuildInvite(proven: code, of: guild)
    }
}
