import Modules

/// The statements about a member's stored data.
enum PrivacySQL: String, SQL {
    /// Occurrences of a member's id, and of each of their names in the settings' texts: an array that begins with the
    /// id's count. No row: the module is disabled. `$1` guild, `$2` member, `$3` names.
    case count = """
        SELECT ((
                SELECT count(*) FROM invite_tracker_uses u
                WHERE u.guild_id = s.guild_id AND u.enabling = s.enabling AND u.member_id = $2::int8
            ) + (
                SELECT count(*) FROM invite_tracker_uses u
                WHERE u.guild_id = s.guild_id AND u.enabling = s.enabling AND u.inviter_id = $2
            ) + (
                SELECT count(*) FROM invite_tracker_invites i
                WHERE i.guild_id = s.guild_id AND i.enabling = s.enabling AND i.owner_id = $2
            ) + (
                SELECT count(*) FROM invite_tracker_steps t
                WHERE t.guild_id = s.guild_id AND t.enabling = s.enabling AND t.inviter_id = $2
            ) + (
                SELECT count(*) FROM invite_tracker_departures d
                WHERE d.guild_id = s.guild_id AND d.enabling = s.enabling AND d.member_id = $2
            )) || count_names(
                ARRAY[s.join_message_content, s.leave_message_content, s.server_shared_invite_link], $3::text[])
        FROM invite_tracker_settings s
        WHERE s.guild_id = $1::int8
        """

    /// Invalidates readings in progress, which would store the member as an inviter, and requests a new one. `$1` guild.
    case fence = """
        INSERT INTO effects (guild_id, kind, subject)
        SELECT guild_id, 'invite reading', 0
        FROM invite_tracker_settings
        WHERE guild_id = $1::int8
        ON CONFLICT (guild_id, kind, subject, part) DO UPDATE
        SET fence = excluded.fence, due_at = excluded.due_at
        """

    /// Rejects repeats of earlier joins, and joins that arrive within that many milliseconds, which exceed the response's transit.
    /// A later mark stays. `$1` guild, `$2` member, `$3` milliseconds.
    case mark = """
        WITH marked AS (
            INSERT INTO invite_tracker_erasures AS e (guild_id, member_id, erased_at)
            VALUES ($1::int8, $2::int8, clock_timestamp() + $3::int4 * interval '1 millisecond')
            ON CONFLICT (guild_id, member_id) DO UPDATE SET erased_at = greatest(e.erased_at, excluded.erased_at)
            RETURNING e.guild_id, e.member_id, e.erased_at
        )
        INSERT INTO invite_tracker_erased_members (guild_id, digest, erased_at)
        SELECT guild_id, erased_identity(guild_id, 0::int2, member_id), erased_at
        FROM marked
        ON CONFLICT (guild_id, digest) DO UPDATE SET erased_at = excluded.erased_at
        """

    /// Deletes the member's joins, and clears the columns that name them as an inviter. Follows ``mark`` and ``fence`` in one
    /// transaction, with its own snapshot. Returns the number of rows affected. `$1` guild, `$2` member.
    case erase = """
        WITH joins AS (
            DELETE FROM invite_tracker_uses
            WHERE guild_id = $1::int8 AND member_id = $2::int8
            RETURNING 1
        ), invited AS (
            UPDATE invite_tracker_uses
            SET inviter_id = NULL
            WHERE guild_id = $1 AND inviter_id = $2 AND member_id IS DISTINCT FROM $2
            RETURNING 1
        ), invites AS (
            UPDATE invite_tracker_invites
            SET owner_id = NULL
            WHERE guild_id = $1 AND owner_id = $2
            RETURNING 1
        ), steps AS (
            UPDATE invite_tracker_steps
            SET inviter_id = NULL
            WHERE guild_id = $1 AND inviter_id = $2
            RETURNING 1
        ), departures AS (
            DELETE FROM invite_tracker_departures
            WHERE guild_id = $1 AND member_id = $2
            RETURNING 1
        )
        SELECT (SELECT count(*) FROM joins) + (SELECT count(*) FROM invited) + (SELECT count(*) FROM invites)
            + (SELECT count(*) FROM steps) + (SELECT count(*) FROM departures)
        """
}
