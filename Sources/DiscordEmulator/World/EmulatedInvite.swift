import Essentials
import EventLoop

/// An invite to a channel of a guild.
@LoopActor
package final class EmulatedInvite {
    package let code: String
    package let channel: Snowflake
    package let inviter: EmulatedUser?
    /// 0: no limit.
    package let maximumUses: Int
    /// Seconds; 0: for ever.
    package let maximumAge: Int
    package let isTemporary: Bool
    package let createdAt: Timestamp
    package internal(set) var uses = 0

    init(
        code: String, channel: Snowflake, inviter: EmulatedUser?, maximumUses: Int,
        maximumAge: Int, isTemporary: Bool, createdAt: Timestamp
    ) {
        self.code = code
        self.channel = channel
        self.inviter = inviter
        self.maximumUses = maximumUses
        self.maximumAge = maximumAge
        self.isTemporary = isTemporary
        self.createdAt = createdAt
    }

    var expiresAt: Timestamp? {
        maximumAge == 0 ? nil : createdAt + .seconds(maximumAge)
    }

    func hasEnded(at now: Timestamp) -> Bool {
        if maximumUses > 0, uses >= maximumUses { return true }
        return expiresAt.map { $0 <= now } ?? false
    }

    /// Discord's `GuildInviteResponse`. - Parameter metadata: for who may manage the guild.
    func write(
        to writer: inout ByteWriter, guild: EmulatedGuild, channel: EmulatedChannel?,
        metadata: Bool
    ) {
        writer.beginObject()
        writer.field("type", 0)
        writer.field("code", code)
        if let inviter {
            writer.key("inviter")
            inviter.write(to: &writer)
        }
        writer.field("expires_at", expiresAt)
        writer.field("flags", 0)
        writer.key("guild")
        guild.writeForInvite(to: &writer)
        writer.field("guild_id", guild.id)
        writer.key("channel")
        writer.beginObject()
        writer.field("id", self.channel)
        writer.field("type", channel?.type ?? 0)
        writer.field("name", channel?.name)
        writer.endObject()
        if metadata { writeMetadata(to: &writer) }
        writer.endObject()
    }

    private func writeMetadata(to writer: inout ByteWriter) {
        writer.field("uses", uses)
        writer.field("max_uses", maximumUses)
        writer.field("max_age", maximumAge)
        writer.field("temporary", isTemporary)
        writer.field("created_at", createdAt)
    }
}
