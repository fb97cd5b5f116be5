import Essentials

/// A member of a guild.
package struct Member: DiscordModel {
    package let user: User
    package let nickname: String?
    /// Without @everyone.
    package let roles: [Snowflake]
    package let isDeaf: Bool
    package let isMute: Bool
    package let isPending: Bool
    /// The avatar of this guild's own.
    package let avatar: String?
    /// Times as Discord writes them: ISO 8601.
    package let joinedAt: String?
    package let premiumSince: String?
    package let communicationDisabledUntil: String?

    package init?(_ json: JSONValue) {
        guard let user: User = json.object("user") else { return nil }
        self.user = user
        nickname = json.text("nick")
        roles = json.ids("roles")
        isDeaf = json.flag("deaf")
        isMute = json.flag("mute")
        isPending = json.flag("pending")
        avatar = json.text("avatar")
        joinedAt = json.text("joined_at")
        premiumSince = json.text("premium_since")
        communicationDisabledUntil = json.text("communication_disabled_until")
    }
}
