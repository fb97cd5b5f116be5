import Essentials
import EventLoop

/// A role of a guild; the one with the guild's id is @everyone.
@LoopActor
package final class EmulatedRole {
    package nonisolated let id: Snowflake
    package var name: String
    package var permissions: PermissionBits
    package var position: Int
    package var color = 0
    /// Belongs to a bot or an integration, so nobody can give it.
    package var isManaged: Bool
    package var isMentionable = false
    /// The bot whose own role it is.
    let bot: Snowflake?
    /// Members that have it beside those who are listed, so that large guilds need no member objects.
    package var unlistedMembers = 0

    init(
        id: Snowflake, name: String, permissions: PermissionBits, position: Int,
        isManaged: Bool = false, bot: Snowflake? = nil
    ) {
        self.id = id
        self.name = name
        self.permissions = permissions
        self.position = position
        self.isManaged = isManaged
        self.bot = bot
    }

    /// Of two roles at the same position, the older one is the higher.
    func isBelow(_ other: EmulatedRole) -> Bool {
        (position, -id.rawValue) < (other.position, -other.id.rawValue)
    }

    func write(to writer: inout ByteWriter) {
        writer.beginObject()
        writer.field("id", id)
        writer.field("name", name)
        writer.field("permissions", "\(permissions.rawValue)")
        writer.field("position", position)
        writer.field("color", color)
        writer.key("colors")
        writer.beginObject()
        writer.field("primary_color", color)
        writer.field("secondary_color", Int?.none)
        writer.field("tertiary_color", Int?.none)
        writer.endObject()
        writer.field("hoist", false)
        writer.field("managed", isManaged)
        writer.field("mentionable", isMentionable)
        writer.field("icon", String?.none)
        writer.field("unicode_emoji", String?.none)
        if let bot {
            writer.key("tags")
            writer.beginObject()
            writer.field("bot_id", bot)
            writer.endObject()
        }
        writer.field("flags", 0)
        writer.endObject()
    }
}
