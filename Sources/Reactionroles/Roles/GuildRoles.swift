import Discord
import Essentials
import EventLoop

/// What the bot, and whoever asks, may do with a guild's roles, as Discord says at the moment.
@LoopActor
final class GuildRoles {
    nonisolated init() {}

    func rules(of guild: Snowflake, _ calls: DiscordCalls) async throws(DiscordError) -> RoleRules {
        let bot = try await calls.botID()
        let roles = try await calls.roles(of: guild)
        let member = try await calls.member(bot, of: guild)
        return RoleRules(
            guild: guild, roles: roles, bot: member.roles, caller: try await rights(guild, calls))
    }

    /// Of the person who asks, or made the key that does; who isn't a member has none.
    private func rights(
        _ guild: Snowflake, _ calls: DiscordCalls
    ) async throws(DiscordError) -> MemberRights? {
        guard let person = calls.person else { return nil }
        return try await calls.rights(of: person, in: guild)
            ?? MemberRights(owner: false, roles: [], in: guild, all: [])
    }
}
