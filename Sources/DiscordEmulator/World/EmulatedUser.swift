import Essentials
import EventLoop

/// A Discord account.
@LoopActor
package final class EmulatedUser {
    package nonisolated let id: Snowflake
    package var username: String
    package var globalName: String?
    package var discriminator = "0"
    package var avatar: String?
    package let isBot: Bool
    package var locale = "en-US"

    init(id: Snowflake, username: String, isBot: Bool) {
        self.id = id
        self.username = username
        self.isBot = isBot
    }

    /// The members of Discord's `UserResponse`.
    private func writeFields(to writer: inout ByteWriter) {
        writer.field("id", id)
        writer.field("username", username)
        writer.field("avatar", avatar)
        writer.field("discriminator", discriminator)
        writer.field("public_flags", 0)
        writer.field("flags", 0)
        if isBot { writer.field("bot", true) }
        writer.field("banner", String?.none)
        writer.field("accent_color", Int?.none)
        writer.field("global_name", globalName)
        writer.field("avatar_decoration_data", String?.none)
        writer.field("collectibles", String?.none)
        writer.field("primary_guild", String?.none)
    }

    func write(to writer: inout ByteWriter) {
        writer.beginObject()
        writeFields(to: &writer)
        writer.endObject()
    }

    /// As the account sees itself: Discord's `UserPIIResponse`.
    func writeOwn(to writer: inout ByteWriter) {
        writer.beginObject()
        writeFields(to: &writer)
        writer.field("mfa_enabled", false)
        writer.field("locale", locale)
        writer.field("premium_type", 0)
        writer.endObject()
    }
}

/// The grants of an OAuth access token.
struct OAuthGrant {
    let user: EmulatedUser
    let scopes: Set<String>
    /// Whom it was issued to.
    let application: Snowflake
}
