import Modules

/// The statements that change a member's data. Those about sessions follow the member's ``GuildLock`` in one transaction.
enum PrivacySQL: String, SQL {
    /// Deletes open sessions and statuses, and rejects events for a minute: the time in which the erasure must call
    /// ``prolongErasure`` or end, and the bound after a worker's crash. Returns the number of rows. `$1` guild, `$2` member.
    case erasePresent = """
        WITH mark AS (
            INSERT INTO serverstats_members AS m (guild_id, member_id, erased_at)
            VALUES ($1::int8, $2::int8, clock_timestamp() + interval '1 minute')
            ON CONFLICT (guild_id, member_id) DO UPDATE SET erased_at = excluded.erased_at
        ), voice AS (
            DELETE FROM voice_sessions WHERE guild_id = $1 AND user_id = $2 RETURNING id
        ), presence AS (
            DELETE FROM presence_sessions WHERE guild_id = $1 AND user_id = $2 RETURNING id
        ), status AS (
            DELETE FROM member_statuses WHERE guild_id = $1 AND member_id = $2 RETURNING member_id
        )
        SELECT (SELECT count(*) FROM voice) + (SELECT count(*) FROM presence) + (SELECT count(*) FROM status)
        """

    /// Deletes a chunk of a member's events of a day, and keeps hashes of their identities. Returns their number.
    /// `$1` guild, `$2` member, `$3` day, `$4` size of the chunk.
    case eraseEvents = """
        WITH gone AS (
            DELETE FROM statistics_events
            WHERE day = $3::date AND ctid = ANY(ARRAY(
                SELECT ctid
                FROM statistics_events
                WHERE guild_id = $1::int8 AND user_id = $2::int8 AND day = $3
                LIMIT $4::int8))
            RETURNING kind, identity
        ), known AS (
            INSERT INTO statistics_erased_identities (guild_id, digest, erased_at)
            SELECT DISTINCT $1, erased_identity($1, kind, identity), now()
            FROM gone
            WHERE identity IS NOT NULL
            ORDER BY 1, 2
            ON CONFLICT (guild_id, digest) DO NOTHING
        )
        SELECT count(*)
        FROM gone
        """

    /// Renews the mark: for a minute during the erasure, finally for as long as the response is in transit.
    /// `$1` guild, `$2` member, `$3` milliseconds.
    case prolongErasure = """
        INSERT INTO serverstats_members AS m (guild_id, member_id, erased_at)
        VALUES ($1::int8, $2::int8, clock_timestamp() + $3::int4 * interval '1 millisecond')
        ON CONFLICT (guild_id, member_id) DO UPDATE SET erased_at = excluded.erased_at
        """

    /// Switches data collection off. Stored data stays; ``PresentSQL/leaveGuild`` ends open sessions. `$1` guild, `$2` member.
    case refuse = """
        INSERT INTO serverstats_members AS m (guild_id, member_id, is_refusing)
        VALUES ($1::int8, $2::int8, true)
        ON CONFLICT (guild_id, member_id) DO UPDATE SET is_refusing = true
        """

    /// Switches data collection on again, and deletes a row that carries no mark. `$1` guild, `$2` member.
    case consent = """
        WITH gone AS (
            DELETE FROM serverstats_members
            WHERE guild_id = $1::int8 AND member_id = $2::int8 AND erased_at = '-infinity'
        )
        UPDATE serverstats_members
        SET is_refusing = false
        WHERE guild_id = $1 AND member_id = $2 AND erased_at > '-infinity'
        """
}
