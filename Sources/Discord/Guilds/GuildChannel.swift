import Essentials

/// Proof that a channel belongs to a guild. Calls that read, write or delete anything in a channel take this instead of an id,
/// so that none can reach another guild's channels; only Discord's own answers make one.
///
/// Roles and members need no proof: the paths of their calls name the guild, and Discord looks them up in it.
package struct GuildChannel: Hashable, Sendable {
    package let id: Snowflake
    package let guild: Snowflake

    init(proven id: Snowflake, of guild: Snowflake) {
        self.id = id
        self.guild = guild
    }

    /// Nil where Discord's answer names another guild.
    package init?(_ channel: Channel, of guild: Snowflake) {
        guard channel.guild == guild else { return nil }
        self.init(proven: channel.id, of: guild)
    }
}
