import Essentials
import EventLoop

/// Operations on invites.
extension Route {
    static let invites = [
        Route("GET", "/guilds/{guild_id}/invites", bucket: "guild invites") {
            exchange throws(Refusal) in
            let guild = try exchange.guild()
            let permissions = guild.permissions(of: exchange.bot)
            let seesUses = permissions.contains(.manageGuild)
            guard seesUses || permissions.contains(.viewAuditLog) else {
                throw .missingPermissions
            }
            return .list(guild.livingInvites) { invite, writer in
                let channel = guild.channel(invite.channel)
                invite.write(to: &writer, guild: guild, channel: channel, metadata: seesUses)
            }
        },
        Route("GET", "/channels/{channel_id}/invites", bucket: "channel invites") {
            exchange throws(Refusal) in
            let channel = try exchange.channel()
            try exchange.require(.manageChannels, in: channel)
            let guild = channel.guild
            let seesUses = guild.permissions(of: exchange.bot).contains(.manageGuild)
            let invites = guild.livingInvites.filter { $0.channel == channel.id }
            return .list(invites) {
                $0.write(to: &$1, guild: guild, channel: channel, metadata: seesUses)
            }
        },
        Route("POST", "/channels/{channel_id}/invites", bucket: "create invite") {
            exchange throws(Refusal) in
            let channel = try exchange.channel()
            try exchange.require(.createInstantInvite, in: channel)
            let invite = try exchange.createInvite(to: channel)
            return Reply {
                invite.write(to: &$0, guild: channel.guild, channel: channel, metadata: true)
            }
        },
        Route("GET", "/invites/{code}", bucket: "get invite", access: .anybody) {
            exchange throws(Refusal) in
            let code = exchange.parameters[0]
            let found = exchange.world.invite(code) ?? exchange.world.vanityInvite(code)
            guard let (guild, invite) = found else { throw .unknownInvite }
            let channel = guild.channel(invite.channel)
            return Reply {
                invite.write(to: &$0, guild: guild, channel: channel, metadata: false)
            }
        },
        Route("DELETE", "/invites/{code}", bucket: "delete invite") { exchange throws(Refusal) in
            guard let (guild, invite) = exchange.world.invite(exchange.parameters[0]) else {
                throw .unknownInvite
            }
            let channel = guild.channel(invite.channel)
            let inChannel = channel.map { exchange.permissions(in: $0) } ?? []
            let isAllowed =
                inChannel.contains(.manageChannels)
                || guild.permissions(of: exchange.bot).contains(.manageGuild)
            guard isAllowed else { throw .missingPermissions }
            guild.removeInvite(invite.code)
            return Reply {
                invite.write(to: &$0, guild: guild, channel: channel, metadata: false)
            }
        },
    ]
}

extension Exchange {
    func createInvite(to channel: EmulatedChannel) throws(Refusal) -> EmulatedInvite {
        guard case .object = body else { throw .notJSON }
        var faults = FormFaults()
        faults.range(of: body["max_uses"], "max_uses", 0...100)
        faults.range(of: body["max_age"], "max_age", 0...5_184_000)
        try faults.check()
        let maximumUses = body.value("max_uses")?.integer ?? 0
        let maximumAge = body.value("max_age")?.integer ?? 86_400
        let isTemporary = body.value("temporary")?.bool ?? false
        if body.value("unique")?.bool != true {
            // Without `unique`, an invite of the same kind is given back.
            let same = channel.guild.livingInvites.first {
                $0.channel == channel.id && $0.inviter?.id == bot && $0.maximumUses == maximumUses
                    && $0.maximumAge == maximumAge && $0.isTemporary == isTemporary
            }
            if let same { return same }
        }
        return channel.guild.addInvite(
            world.newInviteCode(), to: channel.id, by: bot, maximumUses: maximumUses,
            maximumAge: maximumAge, isTemporary: isTemporary)
    }
}
