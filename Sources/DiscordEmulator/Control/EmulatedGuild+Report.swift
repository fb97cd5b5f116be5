import Essentials
import EventLoop

/// What `/_control/guilds/{id}` tells of a guild.
extension EmulatedGuild {
    var json: JSON {
        .object([
            .init("id", .id(id)), .init("name", .string(name)), .init("owner", .id(owner)),
            .init("member_count", .integer(Int64(memberCount))),
            .init("roles", .array(rolesInOrder.map(Self.report))),
            .init("channels", .array(channels.map(Self.report))),
            .init(
                "members",
                .array(members.values.sorted { $0.user.id < $1.user.id }.map(Self.report))),
            .init("invites", .array(livingInvites.map(Self.report))),
            .init(
                "vanity",
                .object([
                    .init("code", vanity.code.map { .string($0) } ?? .null),
                    .init("uses", .integer(Int64(vanity.uses))),
                ])),
        ])
    }

    private static func report(_ role: EmulatedRole) -> JSON {
        .object([
            .init("id", .id(role.id)), .init("name", .string(role.name)),
            .init("position", .integer(Int64(role.position))),
            .init("managed", .bool(role.isManaged)),
            .init("permissions", .string("\(role.permissions.rawValue)")),
            .init("bot", role.bot.map { .id($0) } ?? .null),
        ])
    }

    private static func report(_ member: EmulatedMember) -> JSON {
        .object([
            .init("user", .id(member.user.id)), .init("username", .string(member.user.username)),
            .init("roles", .array(member.roles.map { .id($0) })),
            .init("is_bot", .bool(member.user.isBot)),
            .init("joined_at", .string("\(member.joinedAt)")),
        ])
    }

    private static func report(_ invite: EmulatedInvite) -> JSON {
        .object([
            .init("code", .string(invite.code)), .init("channel", .id(invite.channel)),
            .init("inviter", invite.inviter.map { .id($0.id) } ?? .null),
            .init("uses", .integer(Int64(invite.uses))),
            .init("max_uses", .integer(Int64(invite.maximumUses))),
        ])
    }

    private static func report(_ channel: EmulatedChannel) -> JSON {
        .object([
            .init("id", .id(channel.id)), .init("name", .string(channel.name)),
            .init("type", .integer(Int64(channel.type))),
            .init("parent", channel.parent.map { .id($0) } ?? .null),
            .init("archived", channel.thread.map { .bool($0.isArchived) } ?? .null),
            .init("messages", .array(channel.messages.map { $0.report })),
        ])
    }
}

extension EmulatedMessage {
    var report: JSON {
        .object([
            .init("id", .id(id)), .init("type", .integer(Int64(type))),
            .init("author", .id(author.id)),
            .init("content", .string(content)), .init("embeds", .array(embeds)),
            .init("components", .array(components)), .init("nonce", nonce ?? .null),
            .init("allowed_mentions", allowedMentions ?? .null),
            .init("mentions_everyone", .bool(mentions.everyone)),
            .init("mentioned_users", .array(mentions.users.sorted().map { .id($0) })),
            .init("mentioned_roles", .array(mentions.roles.sorted().map { .id($0) })),
            .init("ephemeral", .bool(isEphemeral)), .init("edited", .bool(editedAt != nil)),
            .init("reply", reply.map { .id($0) } ?? .null),
            .init("reactions", .array(reactions.map { $0.report })),
        ])
    }
}

extension EmulatedReaction {
    var report: JSON {
        let name = emoji.id.map { "\(emoji.name):\($0)" } ?? emoji.name
        return .object([
            .init("emoji", .string(name)),
            .init("users", .array(normal.sorted().map { .id($0) })),
            .init("burst", .array(burst.sorted().map { .id($0) })),
        ])
    }
}
