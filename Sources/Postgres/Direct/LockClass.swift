/// All classes of session advisory locks, in one enum so that none is misspelt or used twice.
///
/// The raw value is hashed, so it never changes: workers of two versions may run.
package enum LockClass: String, CaseIterable, Sendable {
    /// A shard of a cluster's run: run, shard.
    case runShard = "cluster run shard"
    /// A message's posts in the starboard: guild, message.
    case starredMessage = "starboard message"
    /// The answers to a message: guild, message.
    case answeredMessage = "autoresponder message"
    /// A panel and its message: guild, panel.
    case panel = "reactionroles panel"
    /// A member's roles, of all panels: guild, member.
    case memberRoles = "reactionroles member"
    /// A guild's invites: guild.
    case invites = "invite tracker guild"
    /// The message about a join or leave: guild, use.
    case announcement = "invite tracker announcement"
    /// A channel that is being created: guild, creation.
    case channelCreation = "serverstats creation"
    /// A change of a guild's settings that creates channels: guild.
    case settings = "serverstats settings"
    /// The erasure of a member's statistics: guild, member.
    case erasure = "serverstats erasure"
    /// Deferred clean-up of a guild: guild, kind.
    case clearing = "clearing"
    /// A count of a member's entries: module, guild.
    case privacyCount = "privacy count"
}
