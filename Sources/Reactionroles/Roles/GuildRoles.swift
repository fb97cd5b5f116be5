import Discord
import Essentials
import EventLoop

/// What the bot may do with a guild's roles, as Discord says at the moment.
@LoopActor
final class GuildRoles {
    nonisolated init() {}

    func rules(of guild: Snowflake, _ calls: DiscordCalls) async throws(DiscordError) -> RoleRules {
        let bot = try await calls.botID()
        let roles = try await calls.roles(of: guild)
        let member = try await calls.member(bot, of: guild)
        return RoleRules(guild: guild, roles: roles, bot: member.roles)
    }
}
