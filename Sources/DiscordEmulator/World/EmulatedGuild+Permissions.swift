import Essentials

/// Permissions of members in channels.
extension EmulatedGuild {
    /// Somebody's permissions in the guild; none for somebody who isn't a member.
    package func permissions(of user: Snowflake) -> PermissionBits {
        guard let member = members[user] else { return [] }
        if owner == user { return .all }
        let own = member.roles.compactMap { roles[$0]?.permissions }
        let sum = own.reduce(everyone?.permissions ?? []) { $0.union($1) }
        if sum.contains(.administrator) { return .all }
        return isTimedOut(member) ? sum.intersection(.timedOut) : sum
    }

    /// Somebody's permissions in a channel: first @everyone's overwrite counts, then those of the roles, then the member's own.
    package func permissions(of user: Snowflake, in place: EmulatedChannel) -> PermissionBits {
        let base = permissions(of: user)
        guard base != .all, let member = members[user] else { return base }
        let channel = place.permissionSource
        var result = base
        for overwrite in channel.overwrites where overwrite.id == id {
            result = result.subtracting(overwrite.deny).union(overwrite.allow)
        }
        let ofRoles = channel.overwrites.filter {
            $0.subject == .role && member.roles.contains($0.id)
        }
        result = ofRoles.reduce(result) { $0.subtracting($1.deny) }
        result = ofRoles.reduce(result) { $0.union($1.allow) }
        for overwrite in channel.overwrites where overwrite.subject == .member {
            guard overwrite.id == user else { continue }
            result = result.subtracting(overwrite.deny).union(overwrite.allow)
        }
        if isTimedOut(member) { result.formIntersection(.timedOut) }
        if place.isClosed(to: user, with: result) { return [] }
        return result.withoutEmpty
    }

    /// Until then, somebody only sees and reads; administrators can't be timed out.
    private func isTimedOut(_ member: EmulatedMember) -> Bool {
        member.timedOutUntil.map { $0 > world.clock.now } ?? false
    }

    /// Whether a role is below somebody's highest; the owner's is above all.
    func isRole(_ role: EmulatedRole, below user: Snowflake) -> Bool {
        if owner == user { return true }
        guard let member = members[user] else { return false }
        return member.roles.compactMap { roles[$0] }.contains { role.isBelow($0) }
    }
}
