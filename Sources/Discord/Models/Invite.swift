import Essentials

/// An invite; the counts come only with MANAGE_GUILD.
package struct Invite: DiscordModel {
    package let code: String
    package let guild: Snowflake?
    package let channel: Snowflake?
    package let inviter: Snowflake?
    package let uses: Int?
    /// 0: no limit.
    package let maximumUses: Int?
    /// Seconds; 0: never expires.
    package let maximumAge: Int?
    /// ISO 8601.
    package let createdAt: String?
    package let expiresAt: String?

    package init?(_ json: JSONValue) {
        guard let code = json.text("code") else { return nil }
        self.code = code
        guild = json.member("guild")?.id("id") ?? json.id("guild_id")
        channel = json.member("channel")?.id("id") ?? json.id("channel_id")
        inviter = json.member("inviter")?.id("id")
        uses = json.number("uses").map(Self.bounded)
        maximumUses = json.number("max_uses").map(Self.bounded)
        maximumAge = json.number("max_age")
        createdAt = json.text("created_at")
        expiresAt = json.text("expires_at")
    }

    /// Sums over all invites of a guild stay far from overflow, whatever Discord says.
    fileprivate static func bounded(_ uses: Int) -> Int { min(max(uses, 0), Int(Int32.max)) }
}

/// A guild's vanity URL; without a code there is none, or Discord answered empty this time.
package struct VanityURL: DiscordModel {
    package let code: String?
    package let uses: Int

    package init?(_ json: JSONValue) {
        code = json.text("code")
        uses = Invite.bounded(json.number("uses") ?? 0)
    }
}
