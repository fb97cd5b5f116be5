import Essentials
import EventLoop

/// Adding channels, roles and members.
extension EmulatedGuild {
    /// - Parameter position: below the bot's (100) unless given: 1, 2, 3 …
    @discardableResult
    package func addRole(
        id: Snowflake? = nil, _ name: String = "role", permissions: PermissionBits = [],
        position: Int? = nil, isManaged: Bool = false
    ) -> Snowflake {
        let below = roles.values.filter { $0.position < Self.botPosition }.count
        let role = EmulatedRole(
            id: id ?? world.newID(), name: name, permissions: permissions,
            position: position ?? below, isManaged: isManaged)
        roles[role.id] = role
        return role.id
    }

    /// - Parameter type: 0 text, 2 voice, 4 category …
    @discardableResult
    package func addChannel(
        id: Snowflake? = nil, _ name: String = "channel", type: Int = EmulatedChannel.text,
        parent: Snowflake? = nil, isNSFW: Bool = false, overwrites: [PermissionOverwrite] = []
    ) -> Snowflake {
        let channel = EmulatedChannel(
            id: id ?? world.newID(), guild: self, type: type, name: name, parent: parent,
            position: channels.count)
        channel.isNSFW = isNSFW
        channel.overwrites = overwrites
        channels.append(channel)
        world.channels[channel.id] = channel
        return channel.id
    }

    /// Takes a channel away; a category's channels stay, without it, a channel's threads go too.
    package func removeChannel(_ id: Snowflake) {
        channels.removeAll { $0.id == id }
        world.channels[id] = nil
        for channel in channels where channel.parent == id {
            if channel.thread != nil { removeChannel(channel.id) } else { channel.parent = nil }
        }
        for (code, invite) in invites where invite.channel == id { invites[code] = nil }
    }

    package func setOverwrites(_ overwrites: [PermissionOverwrite], of channel: Snowflake) {
        self.channel(channel)?.overwrites = overwrites
    }

    package func removeRole(_ id: Snowflake) {
        roles[id] = nil
        for member in members.values { member.roles.removeAll { $0 == id } }
    }

    /// Makes somebody a member, the account too where there is none.
    @discardableResult
    package func addMember(
        _ user: Snowflake? = nil, roles: [Snowflake] = [], isOnline: Bool = false
    ) -> Snowflake {
        let account = world.provideUser(user ?? world.newID())
        let member = EmulatedMember(user: account, roles: roles, joinedAt: world.clock.now)
        member.isOnline = isOnline
        members[account.id] = member
        return account.id
    }

    package func removeMember(_ user: Snowflake) { members[user] = nil }

    package func setRoles(_ roles: [Snowflake], of user: Snowflake) {
        members[user]?.roles = roles
    }

    /// The bot with a role of its own.
    package func addBot(permissions: PermissionBits = .bot) {
        let role = EmulatedRole(
            id: world.newID(), name: world.bot.username, permissions: permissions,
            position: Self.botPosition, isManaged: true, bot: world.bot.id)
        roles[role.id] = role
        addMember(world.bot.id, roles: [role.id], isOnline: true)
    }

    /// Gives the bot other permissions than it came with.
    package func setBotPermissions(_ permissions: PermissionBits) {
        botRole?.permissions = permissions
    }

    static let botPosition = 100

    /// A message of somebody's.
    @discardableResult
    package func addMessage(
        id: Snowflake? = nil, _ content: String = "hello", in channel: Snowflake,
        by author: Snowflake? = nil, embeds: [JSON] = [], attachments: [JSON] = [],
        webhook: Snowflake? = nil, type: Int = 0
    ) -> Snowflake {
        let id = id ?? world.newID()
        let message = EmulatedMessage(
            id: id, channel: channel, author: world.provideUser(author ?? owner),
            content: content, sentAt: SnowflakeSource.time(of: id))
        message.embeds = embeds
        message.attachments = attachments
        message.webhook = webhook
        message.type = type
        message.mentions = Mentions(in: content)
        self.channel(channel)?.insert(message)
        return id
    }

    package func message(_ id: Snowflake, in channel: Snowflake) -> EmulatedMessage? {
        self.channel(channel)?.message(id)
    }

    package func removeMessage(_ id: Snowflake, in channel: Snowflake) {
        guard let channel = self.channel(channel), let message = channel.message(id) else { return }
        channel.remove(message)
    }

    /// Reacts as somebody. - Returns: false where the message isn't there, or has 20 other emoji.
    @discardableResult
    package func react(
        _ emoji: EmulatedEmoji = .star, to message: Snowflake, in channel: Snowflake,
        by user: Snowflake, isBurst: Bool = false
    ) -> Bool {
        _ = world.provideUser(user)
        return self.message(message, in: channel)?.react(emoji, by: user, isBurst: isBurst) ?? false
    }

    package func unreact(
        _ emoji: EmulatedEmoji = .star, from message: Snowflake, in channel: Snowflake,
        by user: Snowflake
    ) {
        self.message(message, in: channel)?.unreact(emoji, by: user)
    }

    @discardableResult
    package func addInvite(
        _ code: String, to channel: Snowflake, by inviter: Snowflake? = nil, maximumUses: Int = 0,
        maximumAge: Int = 0, uses: Int = 0, isTemporary: Bool = false
    ) -> EmulatedInvite {
        let invite = EmulatedInvite(
            code: code, channel: channel, inviter: inviter.map(world.provideUser),
            maximumUses: maximumUses, maximumAge: maximumAge, isTemporary: isTemporary,
            createdAt: world.clock.now)
        invite.uses = uses
        invites[code] = invite
        return invite
    }

    package func removeInvite(_ code: String) { invites[code] = nil }
}
