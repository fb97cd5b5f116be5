import Essentials
import EventLoop

/// Loading and reading the world.
extension ControlCall {
    /// Building worlds and looking at them.
    static let worldOperations: [String: Operation] = [
        "POST /world": { call throws(WorldFault) in
            listed(try WorldDocument(call.body).build(in: call.world))
        },
        "PUT /world": { call throws(WorldFault) in
            call.world.clear()
            return listed(try WorldDocument(call.body).build(in: call.world))
        },
        "DELETE /world": { call throws(WorldFault) in
            call.world.clear()
            return done
        },
        "GET /guilds": { call throws(WorldFault) in
            if call.rest.isEmpty {
                return listed(call.world.guilds.values.sorted { $0.id < $1.id })
            }
            return try call.guild(try call.pathID()).json
        },
        "DELETE /guilds": { call throws(WorldFault) in
            call.world.removeGuild(try call.pathID())
            return done
        },
        "POST /users": { call throws(WorldFault) in
            .object([.init("id", .id(try call.world.add(user: call.body).id))])
        },
        "DELETE /tokens": { call throws(WorldFault) in
            call.world.revoke(token: call.rest.first ?? "")
            return done
        },
        "POST /invites": { call throws(WorldFault) in
            let invite = try call.guild().add(invite: call.body)
            return .object([.init("code", .string(invite.code))])
        },
        "POST /delete-invite": { call throws(WorldFault) in
            try call.guild().removeInvite(try call.text("code"))
            return done
        },
        "POST /delete-channel": { call throws(WorldFault) in
            let channel = try call.channel()
            channel.guild.removeChannel(channel.id)
            return done
        },
        "POST /delete-role": { call throws(WorldFault) in
            try call.guild().removeRole(try call.id("role"))
            return done
        },
        "POST /bot-permissions": { call throws(WorldFault) in
            guard let bits = PermissionBits(decimal: try call.text("permissions")) else {
                throw WorldFault("permissions are a decimal number")
            }
            try call.guild().setBotPermissions(bits)
            return done
        },
        "POST /vanity": { call throws(WorldFault) in
            let guild = try call.guild()
            if let code = call.body["code"] { guild.vanity.code = code.string }
            if let uses = call.body["uses"]?.integer { guild.vanity.uses = uses }
            guild.vanity.emptyAnswers = call.body["empty_answers"]?.integer ?? 0
            // The feature comes and goes with boosts, whether or not a code was chosen.
            if let flag = call.body["feature"]?.bool {
                guild.profile.features.removeAll { $0 == "VANITY_URL" }
                if flag {
                    guild.profile.features.append("VANITY_URL")
                } else {
                    guild.vanity.code = nil
                }
            }
            return done
        },
    ]

    private static func listed(_ guilds: [EmulatedGuild]) -> JSON {
        .object([
            .init(
                "guilds",
                .array(
                    guilds.map { guild in
                        .object([
                            .init("id", .id(guild.id)), .init("name", .string(guild.name)),
                            .init("channels", .array(guild.channels.map { .id($0.id) })),
                        ])
                    }))
        ])
    }
}
