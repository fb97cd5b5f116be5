import Modules

/// Reads from Discord what the bot and the caller may do with a guild's roles.
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

    /// The rights of the caller, or of the person who made the calling key; a non-member has none.
    private func rights(
        _ guild: Snowflake, _ calls: DiscordCalls
    ) async throws(DiscordError) -> MemberRights? {
        guard let person = calls.person else { return nil }
        return try await calls.rights(of: person, in: guild)
            ?? MemberRights(owner: false, roles: [], in: guild, all: [])
    }
}
