import Essentials

/// A member's permissions in a guild, as Discord counts them: all roles' together, and the rank of the highest.
package struct MemberRights: Sendable {
    package let isOwner: Bool
    private let permissions: Permissions
    /// Nil where Discord named no role of theirs, not even @everyone.
    private let highest: Role?

    /// - Parameters:
    ///   - roles: those the member has, without @everyone.
    ///   - all: the guild's roles.
    package init(owner isOwner: Bool, roles: [Snowflake], in guild: Snowflake, all: [Role]) {
        self.isOwner = isOwner
        let own = all.filter { roles.contains($0.id) || $0.id == guild }
        permissions = own.reduce(into: Permissions()) { $0.formUnion($1.permissions) }
        highest = own.max { $1.ranksAbove($0) }
    }

    /// Whether nothing is kept from them: the owner, and administrators.
    package var isUnlimited: Bool { isOwner || permissions.contains(.administrator) }

    /// Whether they have the access of the guild's administrators here.
    package var administers: Bool { isUnlimited || permissions.contains(.manageGuild) }

    package var mayManageRoles: Bool { isUnlimited || permissions.contains(.manageRoles) }

    package func ranksAbove(_ role: Role) -> Bool { highest?.ranksAbove(role) ?? false }

    /// Whether the role has no right that they lack, and doesn't rank as high as they do.
    package func covers(_ role: Role) -> Bool {
        isUnlimited || (role.permissions.isSubset(of: permissions) && ranksAbove(role))
    }
}

extension Role {
    /// Of two roles in the same place the one with the smaller id ranks higher.
    func ranksAbove(_ other: Role) -> Bool {
        position != other.position ? position > other.position : id < other.id
    }
}

extension DiscordCalls {
    /// Somebody's permissions in a guild; nil for somebody who isn't a member.
    package func rights(
        of user: Snowflake, in guild: Snowflake
    ) async throws(DiscordError) -> MemberRights? {
        let found = try await self.guild(guild)
        guard let member = try await memberIfPresent(user, of: guild) else { return nil }
        return MemberRights(
            owner: found.owner == user, roles: member.roles, in: guild, all: found.roles)
    }
}
