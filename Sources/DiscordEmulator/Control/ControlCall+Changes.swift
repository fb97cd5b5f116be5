import Essentials
import EventLoop

extension ControlCall {
    /// Changing guilds that stand already.
    static let changeOperations: [String: Operation] = [
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
    ]

    /// The body without what only says where.
    private func body(without names: String...) -> JSON {
        .object(body.members.filter { !names.contains($0.key) })
    }
}
