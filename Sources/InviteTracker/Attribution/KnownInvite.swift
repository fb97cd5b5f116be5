import API
import Discord
import Essentials
import Postgres

/// An invite as it was stored last.
struct KnownInvite: Hashable, Sendable {
    let code: String
    var channel: Snowflake?
    var owner: Snowflake?
    /// Those that are attributed or stored as steps.
    var uses: Int
    /// 0: no limit.
    var maximumUses: Int
    var expiresAt: Timestamp?
    /// When Discord was first seen not to list it any more.
    var goneAt: Timestamp?
    /// When it was made; only of what Discord lists.
    var madeAt: Timestamp?

    /// How many uses were left when it was last listed; 0 where there is no limit.
    var remaining: Int { maximumUses > 0 ? max(0, maximumUses - uses) : 0 }

    /// Whether storing it would change nothing.
    func isStored(as before: KnownInvite) -> Bool {
        (channel, uses, maximumUses, expiresAt, goneAt)
            == (before.channel, before.uses, before.maximumUses, before.expiresAt, before.goneAt)
    }
}

extension KnownInvite {
    /// What Discord lists.
    init(_ invite: Invite) {
        code = invite.code
        channel = invite.channel
        owner = invite.inviter
        uses = invite.uses ?? 0
        maximumUses = invite.maximumUses ?? 0
        expiresAt = invite.expiresAt.flatMap(Timestamp.init(iso8601:))
        goneAt = nil
        madeAt = invite.createdAt.flatMap(Timestamp.init(iso8601:))
    }

    /// From the columns of ``LinkSQL/page`` and ``AttributionSQL/invites``.
    init(_ row: Row) {
        code = row.string(0)
        channel = row.snowflakeIfPresent(1)
        owner = row.snowflakeIfPresent(2)
        uses = row.int(3)
        maximumUses = row.int(4)
        expiresAt = row.timestampIfPresent(5)
        goneAt = row.timestampIfPresent(6)
    }

    /// Writes the object that answers show.
    func write(of guild: Snowflake, into writer: inout ByteWriter) {
        writer.beginObject()
        writer.field("invite_id", code)
        writer.field("guild_id", guild)
        writer.field("channel_id", channel)
        writer.field("owner_id", owner)
        writer.field("current_uses", uses)
        writer.field("max_uses", maximumUses)
        writer.field("expires_at", expiresAt)
        writer.endObject()
    }

    /// What `write` writes.
    static let shape = Shape.named(
        "Invite",
        [
            "invite_id": .text, "guild_id": .snowflake, "channel_id": .nullable(.snowflake),
            "owner_id": .nullable(.snowflake), "current_uses": .integer, "max_uses": .integer,
            "expires_at": .nullable(.timestamp),
        ])
}
