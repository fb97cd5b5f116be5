import Postgres

/// The statements about the list of known invites.
enum LinkSQL: String, SQL {
    /// A page of those that Discord lists, as far as is known; also of an enabling that ended a while ago. No row: nothing of the
    /// enabling is there any more; a row without a code: no more invites. `$1` guild, `$2` enabling, `$3` after this code.
    case page = """
        SELECT i.code, i.channel_id, i.owner_id, i.uses, i.max_uses, i.expires_at, i.gone_at
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
            SELECT code, channel_id, owner_id, uses, max_uses, expires_at, gone_at
            FROM invite_tracker_invites
            WHERE guild_id = $1::int8 AND enabling = $2::int8 AND code > $3::text AND gone_at IS NULL
            ORDER BY code
            LIMIT 500
        ) i ON true
        ORDER BY i.code
        """

    /// An invite that was just made; a reading may have come first, and took Discord's inviter for its owner. `$1` guild, `$2` enabling,
    /// `$3` code, `$4` channel, `$5` owner, `$6` maximum, `$7` expiry, `$8` when it was asked for: an owner who was erased since is none.
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

    /// No row: it isn't known. `$1` guild, `$2` enabling, `$3` code.
    case drop = """
        UPDATE invite_tracker_invites
        SET gone_at = coalesce(gone_at, clock_timestamp())
        WHERE guild_id = $1::int8 AND enabling = $2::int8 AND code = $3::text
        RETURNING code
        """

    /// An invite that was deleted with the uses it had left: no join took them. As ``drop``.
    case deleted = """
        UPDATE invite_tracker_invites
        SET gone_at = coalesce(gone_at, clock_timestamp()), uses = max_uses
        WHERE guild_id = $1::int8 AND enabling = $2::int8 AND code = $3::text
        """
}
