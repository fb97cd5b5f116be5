import Modules

/// An invite, as stored or as listed by Discord.
struct KnownInvite: Hashable, Sendable {
    let guild: Snowflake
    let code: String
    var channel: Snowflake?
    var owner: Snowflake?
    /// The uses that are attributed or stored as unclaimed.
    var uses: Int
    /// 0: no limit.
    var maximumUses: Int
    var expiresAt: Timestamp?
    /// When Discord was first seen not to list it.
    var goneAt: Timestamp?
    /// When it was made; nil if read from the database.
    var madeAt: Timestamp?

    /// The uses left when it was last listed; 0 if unlimited.
    var remaining: Int { maximumUses > 0 ? max(0, maximumUses - uses) : 0 }

    /// Whether the stored row is the same.
    func isStored(as before: KnownInvite) -> Bool {
        (channel, uses, maximumUses, expiresAt, goneAt)
            == (before.channel, before.uses, before.maximumUses, before.expiresAt, before.goneAt)
    }
}

extension KnownInvite {
    /// From Discord's list.
    init(_ invite: Invite, of guild: Snowflake) {
        self.guild = guild
        code = invite.code
        channel = invite.channel
        owner = invite.inviter
        uses = invite.uses ?? 0
        maximumUses = invite.maximumUses ?? 0
        expiresAt = invite.expiresAt.flatMap(Timestamp.init(iso8601:))
        goneAt = nil
        madeAt = invite.createdAt.flatMap(Timestamp.init(iso8601:))
    }
}

extension KnownInvite: Record {
    static let title: String? = "Invite"
    static let members: Members = [
        .member("invite_id", \.code), .member("guild_id", \.guild),
        .member("channel_id", \.channel), .member("owner_id", \.owner),
        .member("current_uses", \.uses), .member("max_uses", \.maximumUses),
        .member("expires_at", \.expiresAt),
    ]

    init(_ columns: inout RowReader) {
        self.init(
            guild: columns.next(), code: columns.next(), channel: columns.next(),
            owner: columns.next(), uses: columns.next(), maximumUses: columns.next(),
            expiresAt: columns.next(), goneAt: columns.next())
    }
}
