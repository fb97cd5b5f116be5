import Modules

/// The statements about a member's joins and leaves.
enum JoinSQL: String, SQL {
    /// Stores a join, or finds the one that it repeats. A new join waits for its invite, except a bot's, which uses none. It's stored as
    /// ended if a leave was reported since, or if a later join is stored; it ends the member's earlier joins.
    ///
    /// No row: the module is disabled, or was when the join arrived. No id: the member was erased. `$1` guild, `$2` member, `$3` arrival,
    /// `$4` when they joined, null if unknown, `$5` whether they're a bot, `$6` whether they have left the guild again,
    /// `$7` whether reading the member from Discord failed: then any join of the member may be the repeated one.
    case arrive = """
        WITH enabled AS (
            SELECT guild_id, enabling, join_messages_enabled
            FROM invite_tracker_settings
            WHERE guild_id = $1::int8 AND enabled_at <= $3::timestamptz
        ), same AS (
            SELECT u.guild_id, u.enabling, u.id, u.kind
            FROM invite_tracker_uses u
            JOIN enabled USING (guild_id, enabling)
            WHERE u.member_id = $2::int8 AND CASE
                WHEN $4::timestamptz IS NULL THEN $6::bool OR $7::bool
                    OR u.left_at IS NULL AND (u.kind = use_kind('waiting') OR u.joined_at > clock_timestamp() - interval '1 minute')
                WHEN u.member_joined_at IS NOT NULL THEN u.member_joined_at = $4
                ELSE u.joined_at >= $4 - interval '1 minute' AND (u.left_at IS NULL OR u.left_at >= $4)
            END
            ORDER BY u.member_joined_at = $4 DESC NULLS LAST, coalesce(u.member_joined_at, u.joined_at) DESC, u.id DESC
            LIMIT 1
        ), identified AS (
            UPDATE invite_tracker_uses u
            SET member_joined_at = coalesce(u.member_joined_at, $4), is_unsure = u.is_unsure AND $7,
                kind = CASE WHEN $5::bool AND u.is_open THEN use_kind('unknown') ELSE u.kind END, is_open = u.is_open AND NOT $5
            FROM same
            WHERE u.guild_id = same.guild_id AND u.enabling = same.enabling AND u.id = same.id
                AND (u.member_joined_at IS NULL OR u.is_unsure OR u.is_open AND $5)
            RETURNING u.kind
        ), erased AS (
            SELECT
            WHERE EXISTS (
                    SELECT FROM invite_tracker_erasures
                    WHERE guild_id = $1 AND member_id = $2 AND erased_at >= $3)
                OR EXISTS (
                    SELECT FROM invite_tracker_erased_members
                    WHERE guild_id = $1 AND digest = erased_identity($1, 0::int2, $2)
                        AND (erased_at >= $4 OR $4 IS NULL))
        ), departure AS (
            DELETE FROM invite_tracker_departures d
            USING enabled
            WHERE d.guild_id = enabled.guild_id AND d.enabling = enabled.enabling AND d.member_id = $2
                AND NOT EXISTS (SELECT FROM same) AND NOT EXISTS (SELECT FROM erased)
                AND ($4 IS NOT NULL OR $6)
            RETURNING d.left_at, d.told, $4 IS NULL OR d.left_at >= $4 AS is_of_join
        ), later AS (
            SELECT min(u.member_joined_at) AS joined_at
            FROM invite_tracker_uses u
            JOIN enabled USING (guild_id, enabling)
            WHERE u.member_id = $2 AND u.member_joined_at > $4
        ), made AS (
            INSERT INTO invite_tracker_uses
                (guild_id, enabling, member_id, joined_at, member_joined_at, kind, is_open, is_unsure, left_at, left_told)
            SELECT guild_id, enabling, $2, clock_timestamp(), $4, use_kind(CASE WHEN $5 THEN 'unknown' ELSE 'waiting' END),
                NOT $5, $7,
                coalesce(departure.left_at, later.joined_at, CASE WHEN $6 THEN clock_timestamp() END),
                coalesce(departure.told, later.joined_at IS NOT NULL)
            FROM enabled
            CROSS JOIN later
            LEFT JOIN departure ON departure.is_of_join
            WHERE NOT EXISTS (SELECT FROM same) AND NOT EXISTS (SELECT FROM erased)
            RETURNING guild_id, enabling, id, kind, is_unsure
        ), begun AS (
            INSERT INTO effects (guild_id, kind, subject, due_at)
            SELECT made.guild_id, due.kind, due.subject, clock_timestamp() + interval '10 seconds'
            FROM made
            CROSS JOIN enabled
            CROSS JOIN LATERAL (VALUES
                ('invite reading', 0, made.kind = use_kind('waiting') AND NOT made.is_unsure),
                ('join', made.id, enabled.join_messages_enabled)
            ) AS due (kind, subject, is_due)
            WHERE due.is_due
            ON CONFLICT (guild_id, kind, subject, part) DO NOTHING
        ), ended AS (
            UPDATE invite_tracker_uses u
            SET left_at = coalesce($4, clock_timestamp()), left_told = true
            FROM made
            WHERE u.guild_id = made.guild_id AND u.enabling = made.enabling AND u.member_id = $2
                AND u.left_at IS NULL AND (u.member_joined_at < $4 OR u.member_joined_at IS NULL OR $4 IS NULL)
        )
        SELECT enabled.enabling, stored.id, stored.kind
        FROM enabled
        LEFT JOIN (
            SELECT id, coalesce((SELECT kind FROM identified), kind) AS kind FROM same
            UNION ALL
            SELECT id, kind FROM made
        ) stored ON true
        """

    /// Whether a join still waits for its invite. `$1` guild, `$2` activation, `$3` id.
    case isWaiting = """
        SELECT kind = use_kind('waiting') AND NOT is_unsure
        FROM invite_tracker_uses
        WHERE guild_id = $1::int8 AND enabling = $2::int8 AND id = $3::int8
        """

    /// A join whose join or leave message (`$4`: join) wasn't sent yet, with the inviter's number of present members, and the
    /// claim of the message. `$1` guild, `$2` activation, `$3` id, `$5` whether a request asks: otherwise late messages are left out.
    case untold = """
        SELECT u.id, u.code, u.member_id, u.inviter_id, u.channel_id, u.kind, u.joined_at, u.left_at IS NOT NULL,
            (
                SELECT count(*)
                FROM (
                    SELECT DISTINCT ON (coalesce(o.member_id, -o.id)) o.left_at
                    FROM invite_tracker_uses o
                    WHERE o.guild_id = u.guild_id AND o.enabling = u.enabling AND o.inviter_id = u.inviter_id
                        AND o.is_counted AND o.joined_at > now() - interval '31 days'
                    ORDER BY coalesce(o.member_id, -o.id), coalesce(o.member_joined_at, o.joined_at) DESC, o.id DESC
                ) latest
                WHERE latest.left_at IS NULL
            ), u.member_joined_at, c.*
        FROM invite_tracker_uses u
        CROSS JOIN LATERAL claim_effect(u.guild_id, CASE WHEN $4::bool THEN 'join' ELSE 'leave' END, u.id, 0, true) c
        WHERE u.guild_id = $1::int8 AND u.enabling = $2::int8 AND u.id = $3::int8
            AND CASE WHEN $4 THEN NOT u.joined_told ELSE NOT u.left_told AND u.left_at IS NOT NULL END
            AND ($5::bool OR CASE WHEN $4 THEN u.joined_at ELSE u.left_at END > clock_timestamp() - interval '15 minutes')
        """

    /// The message was sent. `$1` guild, `$2` activation, `$3` id, `$4` true: the join's, false: the leave's.
    case told = """
        UPDATE invite_tracker_uses
        SET joined_told = joined_told OR $4::bool, left_told = left_told OR NOT $4
        WHERE guild_id = $1::int8 AND enabling = $2::int8 AND id = $3::int8
        """

    /// Marks a member's open join as ended; idempotent. If none is open, and none has just ended, the leave is stored for a join that is
    /// reported later, unless the member was erased. No row: the module is disabled. No id: the member has no stored join;
    /// the last column is then the time of the leave if its message wasn't sent yet. `$1` guild, `$2` member, `$3` arrival.
    case leave = """
        WITH enabled AS (
            SELECT guild_id, enabling, leave_messages_enabled
            FROM invite_tracker_settings
            WHERE guild_id = $1::int8 AND enabled_at <= $3::timestamptz
        ), latest AS (
            SELECT u.guild_id, u.enabling, u.id, u.left_at
            FROM invite_tracker_uses u
            JOIN enabled USING (guild_id, enabling)
            WHERE u.member_id = $2::int8
            ORDER BY u.left_at IS NULL DESC, coalesce(u.member_joined_at, u.joined_at) DESC, u.id DESC
            LIMIT 1
        ), ended AS (
            UPDATE invite_tracker_uses u
            SET left_at = clock_timestamp()
            FROM latest
            WHERE u.guild_id = latest.guild_id AND u.enabling = latest.enabling AND u.id = latest.id
                AND u.left_at IS NULL
            RETURNING u.guild_id, u.id
        ), begun AS (
            INSERT INTO effects (guild_id, kind, subject, due_at)
            SELECT ended.guild_id, 'leave', ended.id, clock_timestamp() + interval '10 seconds'
            FROM ended
            CROSS JOIN enabled
            WHERE enabled.leave_messages_enabled
            ON CONFLICT (guild_id, kind, subject, part) DO NOTHING
        ), erased AS (
            SELECT erased_at
            FROM invite_tracker_erased_members
            WHERE guild_id = $1 AND digest = erased_identity($1, 0::int2, $2)
        ), remembered AS (
            INSERT INTO invite_tracker_departures AS d (guild_id, enabling, member_id, left_at)
            SELECT guild_id, enabling, $2, clock_timestamp()
            FROM enabled
            WHERE NOT EXISTS (
                    SELECT FROM latest
                    WHERE left_at IS NULL OR left_at > clock_timestamp() - interval '5 minutes')
                AND NOT EXISTS (SELECT FROM erased)
            ON CONFLICT (guild_id, enabling, member_id) DO UPDATE
            SET left_at = CASE
                WHEN d.left_at > clock_timestamp() - interval '5 minutes' THEN d.left_at
                ELSE excluded.left_at
            END
            RETURNING left_at, told
        )
        SELECT enabled.enabling, latest.id, coalesce(
            (SELECT left_at FROM remembered WHERE NOT told), (SELECT erased_at FROM erased WHERE erased_at < $3))
        FROM enabled
        LEFT JOIN latest ON true
        """

    /// The message of a leave without a join was sent; the join may have been reported meanwhile. `$1` guild, `$2` activation,
    /// `$3` member, `$4` the leave's time.
    case toldLeaving = """
        WITH joined AS (
            UPDATE invite_tracker_uses
            SET left_told = true
            WHERE guild_id = $1::int8 AND enabling = $2::int8 AND member_id = $3::int8 AND left_at = $4::timestamptz
        )
        UPDATE invite_tracker_departures
        SET told = true
        WHERE guild_id = $1 AND enabling = $2 AND member_id = $3 AND left_at = $4
        """
}
