import Postgres

/// The statements that clear away what is of no use any more; each gives how many rows it took. `$1` how many at most.
enum UpkeepSQL: String, SQL, CaseIterable {
    /// Joins older than 31 days.
    case oldUses = """
        WITH old AS MATERIALIZED (
            SELECT guild_id, enabling, id
            FROM invite_tracker_uses
            WHERE joined_at < now() - interval '31 days'
            ORDER BY joined_at
            LIMIT $1::int8
        ), gone AS (
            DELETE FROM invite_tracker_uses u
            USING old
            WHERE u.guild_id = old.guild_id AND u.enabling = old.enabling AND u.id = old.id
            RETURNING 1
        )
        SELECT count(*) FROM gone
        """

    /// Steps whose joins never came.
    case oldSteps = """
        WITH old AS MATERIALIZED (
            SELECT guild_id, enabling, id
            FROM invite_tracker_steps
            WHERE seen_at < now() - interval '5 minutes'
            ORDER BY seen_at
            LIMIT $1::int8
        ), gone AS (
            DELETE FROM invite_tracker_steps s
            USING old
            WHERE s.guild_id = old.guild_id AND s.enabling = old.enabling AND s.id = old.id
            RETURNING 1
        )
        SELECT count(*) FROM gone
        """

    /// Invites that have been gone for an hour.
    case oldInvites = """
        WITH old AS MATERIALIZED (
            SELECT guild_id, enabling, code
            FROM invite_tracker_invites
            WHERE gone_at < now() - interval '1 hour'
            ORDER BY gone_at
            LIMIT $1::int8
        ), gone AS (
            DELETE FROM invite_tracker_invites i
            USING old
            WHERE i.guild_id = old.guild_id AND i.enabling = old.enabling AND i.code = old.code
                AND i.gone_at < now() - interval '1 hour'
            RETURNING 1
        )
        SELECT count(*) FROM gone
        """

    /// Marks of erasures that nothing on its way can be older than.
    case oldErasures = """
        WITH old AS MATERIALIZED (
            SELECT guild_id, member_id
            FROM invite_tracker_erasures
            WHERE erased_at < now() - interval '1 day'
            ORDER BY erased_at
            LIMIT $1::int8
        ), gone AS (
            DELETE FROM invite_tracker_erasures e
            USING old
            WHERE e.guild_id = old.guild_id AND e.member_id = old.member_id
                AND e.erased_at < now() - interval '1 day'
            RETURNING 1
        )
        SELECT count(*) FROM gone
        """

    /// Hashes of erased members whose joins nobody tells again any more.
    case oldErasedMembers = """
        WITH old AS MATERIALIZED (
            SELECT guild_id, digest
            FROM invite_tracker_erased_members
            WHERE erased_at < now() - interval '31 days'
            ORDER BY erased_at
            LIMIT $1::int8
        ), gone AS (
            DELETE FROM invite_tracker_erased_members e
            USING old
            WHERE e.guild_id = old.guild_id AND e.digest = old.digest
                AND e.erased_at < now() - interval '31 days'
            RETURNING 1
        )
        SELECT count(*) FROM gone
        """

    /// Leaves whose joins never came.
    case oldDepartures = """
        WITH old AS MATERIALIZED (
            SELECT guild_id, enabling, member_id
            FROM invite_tracker_departures
            WHERE left_at < now() - interval '7 days'
            ORDER BY left_at
            LIMIT $1::int8
        ), gone AS (
            DELETE FROM invite_tracker_departures d
            USING old
            WHERE d.guild_id = old.guild_id AND d.enabling = old.enabling AND d.member_id = old.member_id
                AND d.left_at < now() - interval '7 days'
            RETURNING 1
        )
        SELECT count(*) FROM gone
        """

    /// Joins of enablings that have ended.
    case endedUses = """
        WITH old AS MATERIALIZED (
            SELECT u.guild_id, u.enabling, u.id
            FROM invite_tracker_chores c
            JOIN invite_tracker_uses u USING (guild_id, enabling)
            LIMIT $1::int8
        ), gone AS (
            DELETE FROM invite_tracker_uses u
            USING old
            WHERE u.guild_id = old.guild_id AND u.enabling = old.enabling AND u.id = old.id
            RETURNING 1
        )
        SELECT count(*) FROM gone
        """

    /// Their invites and steps, of one enabling at a time, once its joins are gone. What was on its way at the end may come
    /// within a minute, and the answer that lists the invites is sent for longer to a slow reader.
    case endedRest = """
        WITH ended AS MATERIALIZED (
            SELECT guild_id, enabling
            FROM invite_tracker_chores c
            WHERE ended_at < now() - interval '15 minutes' AND $1::int8 > 0 AND NOT EXISTS (
                SELECT FROM invite_tracker_uses u
                WHERE u.guild_id = c.guild_id AND u.enabling = c.enabling)
            ORDER BY guild_id, enabling
            LIMIT 1
        ), invites AS (
            DELETE FROM invite_tracker_invites i
            USING ended
            WHERE i.guild_id = ended.guild_id AND i.enabling = ended.enabling
        ), steps AS (
            DELETE FROM invite_tracker_steps s
            USING ended
            WHERE s.guild_id = ended.guild_id AND s.enabling = ended.enabling
        ), departures AS (
            DELETE FROM invite_tracker_departures d
            USING ended
            WHERE d.guild_id = ended.guild_id AND d.enabling = ended.enabling
        ), chore AS (
            DELETE FROM invite_tracker_chores c
            USING ended
            WHERE c.guild_id = ended.guild_id AND c.enabling = ended.enabling
            RETURNING 1
        )
        SELECT count(*) FROM chore
        """
}
