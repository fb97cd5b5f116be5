import Essentials
import HTTP

/// A channel to be created.
package struct ChannelDraft: Sendable {
    package var name: String
    /// As `Channel.type`.
    package var type: Int
    package var parent: Snowflake?
    /// Nobody but who may manage it can join: @everyone is denied CONNECT.
    package var isLocked = false

    package init(name: String, type: Int, parent: Snowflake? = nil, isLocked: Bool = false) {
        self.name = name
        self.type = type
        self.parent = parent
        self.isLocked = isLocked
    }
}

extension DiscordCalls {
    package func channel(_ id: Snowflake) async throws(DiscordError) -> Channel {
        try await one(.get, "/channels/{channel}", "\(id)", "/channels/\(id)")
    }

    package func createChannel(
        _ draft: ChannelDraft, in guild: Snowflake, reason: String
    ) async throws(DiscordError) -> Channel {
        try await one(
            .post, "/guilds/{guild}/channels", "\(guild)", "/guilds/\(guild)/channels",
            reason: reason
        ) { writer in
            writer.field("name", draft.name)
            writer.field("type", draft.type)
            if let parent = draft.parent { writer.field("parent_id", parent) }
            guard draft.isLocked else { return }
            writer.key("permission_overwrites")
            writer.beginArray()
            writer.beginObject()
            writer.field("id", guild)
            writer.field("type", 0)
            writer.field("allow", "0")
            writer.field("deny", "\(Permissions.connect.rawValue)")
            writer.endObject()
            writer.endArray()
        }
    }

    /// Discord takes two renames of a channel in ten minutes, so one that may have been done isn't made again.
    package func renameChannel(
        _ id: Snowflake, to name: String, reason: String
    ) async throws(DiscordError) -> Channel {
        try await one(
            .patch, "/channels/{channel} name", "\(id)", "/channels/\(id)", reason: reason,
            isRepeatable: false
        ) { $0.field("name", name) }
    }

    package func deleteChannel(_ id: Snowflake, reason: String) async throws(DiscordError) {
        try await change(.delete, "/channels/{channel}", "\(id)", "/channels/\(id)", reason: reason)
    }
}
