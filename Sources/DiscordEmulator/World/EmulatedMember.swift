import Essentials
import EventLoop

/// A member of a guild.
@LoopActor
package final class EmulatedMember {
    package let user: EmulatedUser
    package var nickname: String?
    /// Without @everyone, in the order given.
    package internal(set) var roles: [Snowflake]
    package var joinedAt: Timestamp
    package var premiumSince: Timestamp?
    package var isPending = false
    /// Discord's time-out.
    package var timedOutUntil: Timestamp?
    /// Counted by `approximate_presence_count`.
    package var isOnline = false

    init(user: EmulatedUser, roles: [Snowflake], joinedAt: Timestamp) {
        self.user = user
        self.roles = roles
        self.joinedAt = joinedAt
    }

    /// Discord's `GuildMemberResponse`.
    func write(to writer: inout ByteWriter) {
        writer.beginObject()
        writer.field("avatar", String?.none)
        writer.field("avatar_decoration_data", String?.none)
        writer.field("banner", String?.none)
        writer.field("communication_disabled_until", timedOutUntil)
        writer.field("flags", 0)
        writer.field("joined_at", joinedAt)
        writer.field("nick", nickname)
        writer.field("pending", isPending)
        writer.field("premium_since", premiumSince)
        writer.field("roles", roles)
        writer.key("user")
        user.write(to: &writer)
        writer.field("mute", false)
        writer.field("deaf", false)
        writer.endObject()
    }
}
