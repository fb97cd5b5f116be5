import Essentials

/// A guild, as `GET /guilds/{id}?with_counts=true` gives it.
package struct Guild: DiscordModel {
    package let id: Snowflake
    package let name: String
    /// The icon's hash.
    package let icon: String?
    package let owner: Snowflake?
    package let description: String?
    /// Seconds.
    package let afkTimeout: Int
    package let mfaLevel: Int
    package let nsfwLevel: Int
    package let verificationLevel: Int
    package let premiumTier: Int
    /// Boosts.
    package let premiumSubscriptionCount: Int
    package let preferredLocale: String
    package let publicUpdatesChannel: Snowflake?
    package let rulesChannel: Snowflake?
    package let systemChannel: Snowflake?
    package let widgetChannel: Snowflake?
    package let vanityCode: String?
    package let memberCount: Int?
    /// Everyone who isn't offline.
    package let presenceCount: Int?
    package let roles: [Role]
    /// Discord's names of what the guild may use, such as `VANITY_URL`.
    package let features: [String]

    package init?(_ json: JSONValue) {
        guard let id = json.id("id") else { return nil }
        self.id = id
        name = json.text("name") ?? ""
        icon = json.text("icon")
        owner = json.id("owner_id")
        description = json.text("description")
        afkTimeout = json.number("afk_timeout") ?? 0
        mfaLevel = json.number("mfa_level") ?? 0
        nsfwLevel = json.number("nsfw_level") ?? 0
        verificationLevel = json.number("verification_level") ?? 0
        premiumTier = json.number("premium_tier") ?? 0
        premiumSubscriptionCount = json.number("premium_subscription_count") ?? 0
        preferredLocale = json.text("preferred_locale") ?? ""
        publicUpdatesChannel = json.id("public_updates_channel_id")
        rulesChannel = json.id("rules_channel_id")
        systemChannel = json.id("system_channel_id")
        widgetChannel = json.id("widget_channel_id")
        vanityCode = json.text("vanity_url_code")
        memberCount = json.number("approximate_member_count")
        presenceCount = json.number("approximate_presence_count")
        roles = json.list("roles")
        features = json.member("features")?.elements.compactMap { $0.string() } ?? []
    }
}
