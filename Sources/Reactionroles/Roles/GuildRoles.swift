import Discord
import Essentials
import EventLoop

/// What the bot may do with a guild's roles, as Discord says at the moment.
@LoopActor
final class GuildRoles {
    /// It's the token's, so that it never changes while a worker lives.
    private var bot: Snowflake?

    nonisolated init() {}

    func bot(_ calls: DiscordCalls) async throws(DiscordError) -> Snowflake {
        if let bot { return bot }
        let found = try await calls.bot().id
        bot = found
        return found
    }

    func rules(of guild: Snowflake, _ calls: DiscordCalls) async throws(DiscordError) -> RoleRules {
        let bot = try await bot(calls)
        let roles = try await calls.roles(of: guild)
        let member = try await calls.member(bot, of: guild)
        return RoleRules(guild: guild, roles: roles, bot: member.roles)
    }
}
