import Essentials

/// A guild as Discord answers it.
extension EmulatedGuild {
    /// Discord's `GuildWithCountsResponse`.
    func write(to writer: inout ByteWriter, withCounts: Bool) {
        writer.beginObject()
        writeLook(to: &writer)
        writer.field("home_header", String?.none)
        writer.field("discovery_splash", String?.none)
        writer.field("owner_id", owner)
        writer.field("application_id", Snowflake?.none)
        writer.field("region", "deprecated")
        writeChannels(to: &writer)
        writeLevels(to: &writer)
        writer.key("roles")
        writeRoles(to: &writer)
        writeMaxima(to: &writer)
        writer.key("emojis")
        writeEmojis(to: &writer)
        writer.field("stickers", [String]())
        writer.field("incidents_data", String?.none)
        if withCounts {
            writer.field("approximate_member_count", memberCount)
            writer.field("approximate_presence_count", presenceCount)
        }
        writer.endObject()
    }

    /// Discord's `InviteGuildResponse`.
    func writeForInvite(to writer: inout ByteWriter) {
        writer.beginObject()
        writeLook(to: &writer)
        writer.field("verification_level", profile.verificationLevel)
        writer.field("vanity_url_code", vanity.code)
        writer.field("nsfw_level", profile.nsfwLevel)
        writer.field("nsfw", false)
        writer.field("premium_subscription_count", profile.premiumSubscriptionCount)
        writer.endObject()
    }

    /// Discord's `MyGuildResponse`.
    func write(to writer: inout ByteWriter, asListedFor user: Snowflake) {
        writer.beginObject()
        writer.field("id", id)
        writer.field("name", name)
        writer.field("icon", profile.icon)
        writer.field("banner", String?.none)
        writer.field("owner", owner == user)
        writer.field("permissions", "\(permissions(of: user).rawValue)")
        writer.field("features", features)
        writer.endObject()
    }

    func writeRoles(to writer: inout ByteWriter) {
        writer.beginArray()
        for role in rolesByID { role.write(to: &writer) }
        writer.endArray()
    }

    private func writeLook(to writer: inout ByteWriter) {
        writer.field("id", id)
        writer.field("name", name)
        writer.field("icon", profile.icon)
        writer.field("description", profile.description)
        writer.field("splash", String?.none)
        writer.field("banner", String?.none)
        writer.field("features", features)
    }

    private func writeChannels(to writer: inout ByteWriter) {
        writer.field("afk_channel_id", profile.afkChannel)
        writer.field("afk_timeout", profile.afkTimeout)
        writer.field("system_channel_id", profile.systemChannel)
        writer.field("system_channel_flags", 0)
        writer.field("widget_enabled", profile.widgetChannel != nil)
        writer.field("widget_channel_id", profile.widgetChannel)
        writer.field("rules_channel_id", profile.rulesChannel)
        writer.field("safety_alerts_channel_id", Snowflake?.none)
        writer.field("public_updates_channel_id", profile.publicUpdatesChannel)
    }

    private func writeLevels(to writer: inout ByteWriter) {
        writer.field("verification_level", profile.verificationLevel)
        writer.field("default_message_notifications", 0)
        writer.field("mfa_level", profile.mfaLevel)
        writer.field("explicit_content_filter", 0)
        writer.field("vanity_url_code", vanity.code)
        writer.field("premium_tier", profile.premiumTier)
        writer.field("premium_subscription_count", profile.premiumSubscriptionCount)
        writer.field("preferred_locale", profile.preferredLocale)
        writer.field("premium_progress_bar_enabled", false)
        writer.field("nsfw", profile.nsfwLevel == 1 || profile.nsfwLevel == 3)
        writer.field("nsfw_level", profile.nsfwLevel)
    }

    private func writeMaxima(to writer: inout ByteWriter) {
        writer.field("max_presences", Int?.none)
        writer.field("max_members", 25_000_000)
        writer.field("max_stage_video_channel_users", 50)
        writer.field("max_video_channel_users", 25)
    }

    private func writeEmojis(to writer: inout ByteWriter) {
        writer.beginArray()
        for (id, name) in emojis.sorted(by: { $0.key < $1.key }) {
            writer.beginObject()
            writer.field("id", id)
            writer.field("name", name)
            writer.field("roles", [Snowflake]())
            writer.field("require_colons", true)
            writer.field("managed", false)
            writer.field("animated", false)
            writer.field("available", true)
            writer.endObject()
        }
        writer.endArray()
    }
}
