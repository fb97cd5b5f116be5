import Essentials
import EventLoop

/// Operations on channels.
extension Route {
    static let channels = [
        Route("POST", "/guilds/{guild_id}/channels", bucket: "create channel") {
            exchange throws(Refusal) in
            let guild = try exchange.guild()
            try exchange.require(.manageChannels, in: guild)
            let channel = try ChannelForm(exchange.body, in: guild, for: exchange.bot).create()
            return Reply(201) { channel.write(to: &$0) }
        },
        Route("GET", "/channels/{channel_id}", bucket: "get channel") {
            exchange throws(Refusal) in
            let channel = try exchange.channel()
            return Reply { channel.write(to: &$0) }
        },
        Route("PATCH", "/channels/{channel_id}", bucket: "modify channel") {
            exchange throws(Refusal) in
            let channel = try exchange.manageableChannel()
            if exchange.body["permission_overwrites"] != nil {
                try exchange.require(.manageRoles, in: channel)
            }
            let form = try ChannelForm(
                exchange.body, in: channel.guild, for: exchange.bot, changing: channel)
            form.change(channel)
            return Reply { channel.write(to: &$0) }
        },
        Route("DELETE", "/channels/{channel_id}", bucket: "delete channel") {
            exchange throws(Refusal) in
            let channel = try exchange.manageableChannel()
            channel.guild.removeChannel(channel.id)
            return Reply { channel.write(to: &$0) }
        },
    ]
}

extension Exchange {
    /// A channel that the bot may change. One that joins no voice channel can't manage it either: Discord then says
    /// Missing Access, as for one that it can't see.
    func manageableChannel() throws(Refusal) -> EmulatedChannel {
        let channel = try channel()
        if channel.isVoice, !permissions(in: channel).contains(.connect) { throw .missingAccess }
        try require(channel.thread == nil ? .manageChannels : .manageThreads, in: channel)
        return channel
    }
}
