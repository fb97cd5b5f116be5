import Essentials
import EventLoop

/// Changes of the world.
extension ControlCall {
    /// Changing guilds that stand already.
    static let changeOperations: [String: Operation] = [
        "POST /channels": { call throws(WorldFault) in
            let guild = try call.guild()
            return ids(
                "channels", try ChannelDocument(call.body(without: "guild")).build(in: guild))
        },
        "PATCH /threads": { call throws(WorldFault) in
            let channel = try call.channel()
            let json = call.body(without: "channel")
            try checkMembers(json, ["owner", "archived", "locked", "members"], "a thread")
            try channel.setThread(json)
            return done
        },
        "POST /new-role": { call throws(WorldFault) in
            let guild = try call.guild()
            return .object([.init("id", .id(try guild.add(role: call.body(without: "guild"))))])
        },
        "PATCH /roles": { call throws(WorldFault) in
            let guild = try call.guild()
            let role = try guild.role(named: call.body["role"] ?? .null)
            try guild.change(role: role, call.body(without: "guild", "role"))
            return done
        },
        "POST /timeout": { call throws(WorldFault) in
            let guild = try call.guild()
            let user = try call.id("user")
            guard let member = guild.members[user] else {
                throw WorldFault("\(user) is no member of guild \(guild.id)")
            }
            let seconds = call.body["seconds"]?.integer ?? 0
            member.timedOutUntil = seconds > 0 ? call.world.clock.now + .seconds(seconds) : nil
            return done
        },
        "POST /overwrites": { call throws(WorldFault) in
            let channel = try call.channel()
            channel.overwrites = try ChannelDocument(call.body(without: "channel"))
                .overwrites(channel.guild)
            return done
        },
    ]

    /// The body without what only says where.
    private func body(without names: String...) -> JSON {
        .object(body.members.filter { !names.contains($0.key) })
    }
}
