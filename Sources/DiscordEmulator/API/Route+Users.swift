import Essentials
import EventLoop

/// Operations on users.
extension Route {
    static let users = [
        Route("GET", "/users/@me", bucket: "own user", access: .botOrUser) {
            exchange throws(Refusal) in
            let user = try exchange.callingUser(scope: "identify")
            return Reply { user.writeOwn(to: &$0) }
        },
        Route("GET", "/users/@me/guilds", bucket: "own guilds", access: .botOrUser) {
            exchange throws(Refusal) in
            let user = try exchange.callingUser(scope: "guilds").id
            let limit = try exchange.queryNumber("limit", default: 200, 1...200)
            let after = try exchange.queryID("after")
            let guilds = exchange.world.guilds.values
                .filter { guild in
                    guild.members[user] != nil && (after.map { guild.id > $0 } ?? true)
                }
                .map(\.id).sorted()
            let page = exchange.world.shortPages.page(of: guilds, limit)
                .compactMap { exchange.world.guilds[$0] }
            return .list(page) { $0.write(to: &$1, asListedFor: user) }
        },
        Route("GET", "/users/{user_id}", bucket: "user") { exchange throws(Refusal) in
            guard let user = exchange.world.users[try exchange.id(0)] else { throw .unknownUser }
            return Reply { user.write(to: &$0) }
        },
    ]
}

extension Exchange {
    func callingUser(scope: String) throws(Refusal) -> EmulatedUser {
        switch caller {
        case .bot: return world.bot
        case .user(let grant):
            guard grant.scopes.contains(scope) else { throw .unauthorized }
            return grant.user
        case .nobody: throw .unauthorized
        }
    }
}
