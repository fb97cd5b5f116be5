import Essentials
import HTTP

/// A channel to be created.
package struct ChannelDraft: Sendable {
    package var name: String
    /// As `Channel.type`.
    package var type: Int
    package var parent: GuildChannel?
    /// Nobody can join but the bot, which is this; who can't join a voice channel can't rename or delete it either.
    package var lockedFor: Snowflake?

    package init(name: String, type: Int, parent: GuildChannel? = nil, lockedFor: Snowflake? = nil)
    {
        self.name = name
        self.type = type
        self.parent = parent
        self.lockedFor = lockedFor
    }
}

extension DiscordCalls {
    package func createChannel(
        _ draft: ChannelDraft, in guild: Snowflake, reason: String
    ) async throws(DiscordError) -> GuildChannel {
        let made: Channel = try await one(
            .post, "/guilds/{guild}/channels", guild, reason: reason
        ) { writer in
            writer.field("name", draft.name)
            writer.field("type", draft.type)
            if let parent = draft.parent { writer.field("parent_id", parent.id) }
            guard let bot = draft.lockedFor else { return }
            writer.key("permission_overwrites")
            writer.beginArray()
            writer.overwrite(guild, type: 0, deny: .connect)
            writer.overwrite(bot, type: 1, allow: [.viewChannel, .connect])
            writer.endArray()
        }
        // The path names the guild, so what it made is the guild's.
        return GuildChannel(proven: made.id, of: guild)
    }

    /// Discord takes two renames of a channel in ten minutes, so one that may have been done isn't made again.
    package func renameChannel(
        _ channel: GuildChannel, to name: String, reason: String
    ) async throws(DiscordError) -> Channel {
        try await one(
            .patch, "/channels/{channel} name", channel.id, reason: reason, isRepeatable: false
        ) { $0.field("name", name) }
    }

    package func deleteChannel(
        _ channel: GuildChannel, reason: String
    ) async throws(DiscordError) {
        try await change(.delete, "/channels/{channel}", channel.id, reason: reason)
    }
}

extension ByteWriter {
    /// Discord answers with decimal strings here; sent, its description has numbers.
    /// - Parameter type: 0 role, 1 member.
    fileprivate mutating func overwrite(
        _ subject: Snowflake, type: Int, allow: Permissions = [], deny: Permissions = []
    ) {
        beginObject()
        field("id", subject)
        field("type", type)
        field("allow", Int64(bitPattern: allow.rawValue))
        field("deny", Int64(bitPattern: deny.rawValue))
        endObject()
    }
}
