import Postgres

/// The statements about one member's joining and leaving.
enum JoinSQL: String, SQL {
    /// Held to the end of the transaction in which a member's join is stored, so that a repeat finds it. `$1` guild, `$2` member.
    case memberLock = """
        SELECT pg_advisory_xact_lock(hashtextextended('invite tracker member ' || $1::int8, $2::int8))
        """

    /// Stores a join that waits for its invite, or finds the one that it repeats: of the same member who hasn't left, less than
    /// a minute ago or still waiting. No row: the module is disabled, or was when the join was told. No id: the member's entries
    /// have just been deleted. `$1` guild, `$2` member, `$3` arrival.
    case arrive = """
        WITH enabled AS (
            SELECT guild_id, enabling
            FROM invite_tracker_settings
            WHERE guild_id = $1::int8 AND enabled_at <= $3::timestamptz
        ), same AS (
            SELECT u.id, u.kind
            FROM invite_tracker_uses u
            JOIN enabled USING (guild_id, enabling)
            WHERE u.member_id = $2::int8 AND u.left_at IS NULL
                AND (u.kind = 0 OR u.joined_at > clock_timestamp() - interval '1 minute')
            ORDER BY u.id DESC
            LIMIT 1
        ), made AS (
            INSERT INTO invite_tracker_uses (guild_id, enabling, member_id, joined_at)
            SELECT guild_id, enabling, $2, clock_timestamp()
            FROM enabled
            WHERE NOT EXISTS (SELECT FROM same) AND NOT EXISTS (
                SELECT FROM invite_tracker_erasures
                WHERE guild_id = $1 AND member_id = $2 AND erased_at >= $3)
            RETURNING id, kind
        )
        SELECT enabled.enabling, stored.id, stored.kind
        FROM enabled
        LEFT JOIN (SELECT * FROM same UNION ALL SELECT * FROM made) stored ON true
        """

    /// Whether a join still waits. `$1` guild, `$2` enabling, `$3` id.
    case isWaiting = """
        SELECT kind = 0
        FROM invite_tracker_uses
        WHERE guild_id = $1::int8 AND enabling = $2::int8 AND id = $3::int8
        """

    /// A join whose message of joining or leaving (`$4`: joining) wasn't sent yet, with how many members its inviter has there.
    /// `$1` guild, `$2` enabling, `$3` id.
    case untold = """
        SELECT u.id, u.code, u.member_id, u.inviter_id, u.channel_id, u.kind, u.joined_at, u.left_at IS NOT NULL,
            (
                SELECT count(*)
                FROM (
                    SELECT DISTINCT ON (coalesce(o.member_id, -o.id)) o.left_at
                    FROM invite_tracker_uses o
                    WHERE o.guild_id = u.guild_id AND o.enabling = u.enabling AND o.inviter_id = u.inviter_id
                        AND o.is_counted AND o.joined_at > now() - interval '31 days'
                    ORDER BY coalesce(o.member_id, -o.id), o.id DESC
                ) latest
                WHERE latest.left_at IS NULL
            )
        FROM invite_tracker_uses u
        WHERE u.guild_id = $1::int8 AND u.enabling = $2::int8 AND u.id = $3::int8
            AND CASE WHEN $4::bool THEN NOT u.joined_told ELSE NOT u.left_told AND u.left_at IS NOT NULL END
        """

    /// `$1` guild, `$2` enabling, `$3` id, `$4` of the join, not of the leave.
    case told = """
        UPDATE invite_tracker_uses
        SET joined_told = joined_told OR $4::bool, left_told = left_told OR NOT $4
        WHERE guild_id = $1::int8 AND enabling = $2::int8 AND id = $3::int8
        """

    /// Marks a member's latest join as ended; a repeat changes nothing. No row: the module is disabled. No id: none is stored.
    /// `$1` guild, `$2` member, `$3` arrival.
    case leave = """
        WITH enabled AS (
            SELECT guild_id, enabling
            FROM invite_tracker_settings
            WHERE guild_id = $1::int8 AND enabled_at <= $3::timestamptz
        ), latest AS (
            SELECT u.guild_id, u.enabling, u.id
            FROM invite_tracker_uses u
            JOIN enabled USING (guild_id, enabling)
            WHERE u.member_id = $2::int8
            ORDER BY u.id DESC
            LIMIT 1
        ), ended AS (
            UPDATE invite_tracker_uses u
            SET left_at = clock_timestamp()
            FROM latest
            WHERE u.guild_id = latest.guild_id AND u.enabling = latest.enabling AND u.id = latest.id
                AND u.left_at IS NULL
            RETURNING u.id
        )
        SELECT enabled.enabling, latest.id, EXISTS (SELECT FROM ended)
        FROM enabled
        LEFT JOIN latest ON true
        """
}
