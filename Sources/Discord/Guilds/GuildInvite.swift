import Essentials

/// Proof that an invite leads to a guild; made by ``DiscordCalls/invite(_:of:)``.
package struct GuildInvite: Hashable, Sendable {
    package let code: String
    package let guild: Snowflake

    init(proven code: String, of guild: Snowflake) {
        self.code = code
        self.guild = guild
    }
}
