import Modules

/// The statements about known invites.
enum LinkSQL: String, SQL {
    /// A page of the invites listed by Discord, as last read; also of an activation that ended recently. No row: the activation's rows
    /// have been deleted; a row without a code: no more invites. `$1` guild, `$2` activation, `$3` after this code.
    case page = """
        SELECT i.*
        FROM (
            SELECT guild_id
            FROM invite_tracker_settings
            WHERE guild_id = $1::int8 AND enabling = $2::int8
            UNION ALL
            SELECT guild_id
            FROM effects
            WHERE guild_id = $1::int8 AND kind = 'ended invites' AND subject = $2::int8
        ) owner
        LEFT JOIN (
            SELECT guild_id, code, channel_id, owner_id, uses, max_uses, expires_at, gone_at
            FROM invite_tracker_invites
            WHERE guild_id = $1::int8 AND enabling = $2::int8 AND code > $3::text AND gone_at IS NULL
            ORDER BY code
            LIMIT 500
        ) i ON true
        ORDER BY i.code
        """

    /// Stores a new invite; a concurrent reading may have stored it with Discord's inviter as the owner. `$1` guild, `$2` activation,
    /// `$3` code, `$4` channel, `$5` owner, `$6` maximum, `$7` expiry, `$8` the request's time: an owner erased since is dropped.
    case add = """
        INSERT INTO invite_tracker_invites
            (guild_id, enabling, code, channel_id, owner_id, uses, max_uses, expires_at)
        SELECT guild_id, enabling, $3::text, $4::int8,
            CASE WHEN NOT EXISTS (
                SELECT FROM invite_tracker_erasures
                WHERE guild_id = $1::int8 AND member_id = $5::int8 AND erased_at >= $8::timestamptz
            ) THEN $5 END,
            0, $6::int8, $7::timestamptz
        FROM invite_tracker_settings
        WHERE guild_id = $1::int8 AND enabling = $2::int8
        ON CONFLICT (guild_id, enabling, code) DO UPDATE SET owner_id = excluded.owner_id
        """

    /// Marks an invite as gone. No row: it isn't known. `$1` guild, `$2` activation, `$3` code.
    case drop = """
        UPDATE invite_tracker_invites
        SET gone_at = coalesce(gone_at, clock_timestamp())
        WHERE guild_id = $1::int8 AND enabling = $2::int8 AND code = $3::text
        RETURNING code
        """

    /// Like ``drop``, for an invite deleted with uses left: no join took them.
    case deleted = """
        UPDATE invite_tracker_invites
        SET gone_at = coalesce(gone_at, clock_timestamp()), uses = max_uses
        WHERE guild_id = $1::int8 AND enabling = $2::int8 AND code = $3::text
        """
}
