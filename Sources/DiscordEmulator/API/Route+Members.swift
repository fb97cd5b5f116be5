import Essentials
import EventLoop

/// Operations on members.
extension Route {
    static let members = [
        Route("GET", "/guilds/{guild_id}/members", bucket: "list members") {
            exchange throws(Refusal) in
            let guild = try exchange.guild()
            guard exchange.world.intents.members else { throw .missingAccess }
            let limit = try exchange.queryNumber("limit", default: 1, 1...1000)
            let after = try exchange.queryID("after")
            let ids = guild.members.keys.filter { id in after.map { id > $0 } ?? true }
            let page = exchange.world.shortPages.page(of: ids.sorted(), limit)
                .compactMap { guild.members[$0] }
            return .list(page) { $0.write(to: &$1) }
        },
        Route("GET", "/guilds/{guild_id}/members/{user_id}", bucket: "get member") {
            exchange throws(Refusal) in
            let member = try exchange.member(of: exchange.guild())
            return Reply { member.write(to: &$0) }
        },
        Route("PUT", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}", bucket: "member role")
        {
            exchange throws(Refusal) in
            let (member, role) = try exchange.memberAndRole()
            if !member.roles.contains(role.id) { member.roles.append(role.id) }
            return .nothing
        },
        Route(
            "DELETE", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}", bucket: "member role"
        ) { exchange throws(Refusal) in
            let (member, role) = try exchange.memberAndRole()
            member.roles.removeAll { $0 == role.id }
            return .nothing
        },
    ]
}

extension Exchange {
    func member(of guild: EmulatedGuild) throws(Refusal) -> EmulatedMember {
        let user = try id(1)
        if let member = guild.members[user] { return member }
        throw world.users[user] == nil ? .unknownUser : .unknownMember
    }

    /// Whose role is to change, and which; the bot's highest must be above it.
    func memberAndRole() throws(Refusal) -> (EmulatedMember, EmulatedRole) {
        let guild = try guild()
        try require(.manageRoles, in: guild)
        let member = try member(of: guild)
        guard let role = guild.roles[try id(2)] else { throw .unknownRole }
        guard !role.isManaged, role.id != guild.id else { throw .invalidRole }
        guard guild.isRole(role, below: bot) else { throw .missingPermissions }
        return (member, role)
    }
}
