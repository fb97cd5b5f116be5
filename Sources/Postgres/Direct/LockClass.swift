/// The classes of things that advisory locks of a session protect: all there are, so that no two mean the same, and none is misspelt.
///
/// The raw value is hashed, so it stays as it is while workers of two versions run.
package enum LockClass: String, CaseIterable, Sendable {
    /// A shard of a cluster's run: run, shard.
    case runShard = "cluster run shard"
    /// A message's posts in the starboard: guild, message.
    case starredMessage = "starboard message"
    /// A message that is answered: guild, message.
    case answeredMessage = "autoresponder message"
    /// A panel and its message: guild, panel.
    case panel = "reactionroles panel"
    /// A member's roles, whichever panel is about them: guild, member.
    case memberRoles = "reactionroles member"
    /// A guild's invites: guild.
    case invites = "invite tracker guild"
    /// The message about a member who joined or left: guild, use.
    case announcement = "invite tracker announcement"
    /// A channel that is being created: guild, creation.
    case channelCreation = "serverstats creation"
    /// A change of a guild's settings that creates channels: guild.
    case settings = "serverstats settings"
    /// The erasure of a member's statistics: guild, member.
    case erasure = "serverstats erasure"
    /// What is cleared away of a guild: guild, kind.
    case clearing = "clearing"
    /// A count of what is stored of a member: module, guild.
    case privacyCount = "privacy count"
}
