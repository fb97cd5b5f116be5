import Modules

/// The statements that read joins. ``InviteUse`` reads their columns.
enum UseSQL: String, SQL {
    /// The newest joins, for the answer of `disable`. `$1` guild, `$2` activation.
    case newest = """
        SELECT id, code, member_id, inviter_id, channel_id, kind, joined_at, left_at IS NOT NULL
        FROM invite_tracker_uses
        WHERE guild_id = $1::int8 AND enabling = $2::int8
        ORDER BY id DESC
        LIMIT 1000
        """

    /// `$1` guild, `$2` activation.
    case count = """
        SELECT count(*)
        FROM invite_tracker_uses
        WHERE guild_id = $1::int8 AND enabling = $2::int8
        """

    /// A keyset page of the joins by an inviter's invites, oldest first. `$1` guild, `$2` activation, `$3` inviter, `$4` after this id.
    case page = """
        SELECT id, code, member_id, inviter_id, channel_id, kind, joined_at, left_at IS NOT NULL
        FROM invite_tracker_uses
        WHERE guild_id = $1::int8 AND enabling = $2::int8 AND inviter_id = $3::int8 AND id > $4::int8
            AND joined_at > now() - interval '31 days'
        ORDER BY id
        LIMIT 500
        """

    /// An inviter's totals. Each member counts once, and has left if their latest join by this inviter has ended.
    /// `$1` guild, `$2` activation, `$3` inviter.
    case totals = """
        SELECT count(*), count(*) FILTER (WHERE latest.has_left)
        FROM (
            SELECT DISTINCT ON (coalesce(member_id, -id)) left_at IS NOT NULL AS has_left
            FROM invite_tracker_uses
            WHERE guild_id = $1::int8 AND enabling = $2::int8 AND inviter_id = $3::int8 AND is_counted
                AND joined_at > now() - interval '31 days'
            ORDER BY coalesce(member_id, -id), coalesce(member_joined_at, joined_at) DESC, id DESC
        ) latest
        """

    /// A page of inviters, those with the most current members first, as ``Page`` reads it. `$1` guild, `$2` enabling,
    /// `$3` days, `$4` page size, `$5` rows to skip.
    case leaderboard = """
        WITH latest AS (
            SELECT DISTINCT ON (inviter_id, coalesce(member_id, -id)) inviter_id,
                left_at IS NOT NULL AS has_left
            FROM invite_tracker_uses
            WHERE guild_id = $1::int8 AND enabling = $2::int8 AND inviter_id IS NOT NULL AND is_counted
                AND joined_at > now() - make_interval(days => $3::int4)
            ORDER BY inviter_id, coalesce(member_id, -id), coalesce(member_joined_at, joined_at) DESC, id DESC
        ), inviters AS (
            SELECT inviter_id, count(*) AS joins, count(*) FILTER (WHERE has_left) AS leaves
            FROM latest
            GROUP BY inviter_id
        )
        SELECT total.inviters, paged.*
        FROM (SELECT count(*) AS inviters FROM inviters) total
        LEFT JOIN (
            SELECT inviter_id, joins, leaves
            FROM inviters
            ORDER BY joins - leaves DESC, joins DESC, inviter_id
            LIMIT $4::int8 OFFSET $5::int8
        ) paged ON true
        ORDER BY paged.joins - paged.leaves DESC, paged.joins DESC, paged.inviter_id
        """
}
