import Essentials
import EventLoop

/// Acts of members: joins, leaves, messages, reactions.
extension ControlCall {
    /// Acting as members do.
    static let visitOperations: [String: Operation] = [
        "POST /join": { call throws(WorldFault) in try call.join() },
        "POST /leave": { call throws(WorldFault) in
            try call.guild().removeMember(try call.id("user"))
            return done
        },
        "POST /roles": { call throws(WorldFault) in
            let guild = try call.guild()
            var roles: [Snowflake] = []
            for role in call.body["roles"]?.elements ?? [] {
                roles.append(try guild.role(named: role))
            }
            guild.setRoles(roles, of: try call.id("user"))
            return done
        },
        "POST /messages": { call throws(WorldFault) in
            let channel = try call.channel()
            let id = try channel.guild.add(message: call.body, in: channel.id)
            return .object([.init("id", .id(id))])
        },
        "POST /delete-message": { call throws(WorldFault) in
            let channel = try call.channel()
            channel.guild.removeMessage(try call.id("message"), in: channel.id)
            return done
        },
        "POST /react": { call throws(WorldFault) in try call.react() },
        "POST /unreact": { call throws(WorldFault) in
            let channel = try call.channel()
            let (message, emoji) = (try call.id("message"), try call.emoji())
            channel.guild.unreact(emoji, from: message, in: channel.id, by: try call.id("user"))
            return done
        },
        "POST /interactions": { call throws(WorldFault) in
            let token = try call.text("token")
            call.world.addInteraction(token: token, in: call.body["channel"]?.id)
            return .object([.init("application_id", .id(call.world.application))])
        },
        "GET /interactions": { call throws(WorldFault) in
            guard let interaction = call.rest.first.flatMap({ call.world.interaction($0) }) else {
                throw WorldFault("there is no interaction with this token")
            }
            return .object([
                .init("follow_ups", .array(interaction.followUps.map { $0.report }))
            ])
        },
    ]

    /// One member, or `count` new ones.
    private func join() throws(WorldFault) -> JSON {
        let guild = try guild()
        let entrance: Entrance
        if let code = body["invite"]?.string {
            entrance = .invite(code)
        } else {
            entrance = body["vanity"]?.bool == true ? .vanity : .oauth
        }
        var users: [Snowflake] = []
        for _ in 0..<(body["count"]?.integer ?? 1) {
            let user = body["user"]?.id ?? world.newID()
            if world.users[user] == nil {
                world.addUser(
                    id: user, body["username"]?.string ?? "user-\(user)",
                    isBot: body["is_bot"]?.bool ?? false)
            }
            guard world.join(user, guild, by: entrance) else {
                throw WorldFault(
                    "the invite doesn't exist or has ended, or it's a bot, which takes none; "
                        + "\(users.count) joined")
            }
            users.append(user)
        }
        return Self.ids("users", users)
    }

    /// As one user, as several, or as `count` new ones.
    private func react() throws(WorldFault) -> JSON {
        let channel = try channel()
        let (message, emoji) = (try id("message"), try emoji())
        guard channel.message(message) != nil else { throw WorldFault("there is no such message") }
        var users = body["users"]?.elements.compactMap(\.id) ?? []
        if let user = body["user"]?.id { users.append(user) }
        for _ in 0..<(body["count"]?.integer ?? 0) { users.append(channel.guild.addMember()) }
        for user in users {
            let isTaken = channel.guild.react(
                emoji, to: message, in: channel.id, by: user,
                isBurst: body["burst"]?.bool ?? false)
            guard isTaken else { throw WorldFault("the message has 20 other emoji") }
        }
        return Self.ids("users", users)
    }
}
