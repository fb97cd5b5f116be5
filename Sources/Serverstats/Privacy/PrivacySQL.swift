import Postgres

/// The statements about what is stored of a member. Those that change something come after ``GuildLockSQL/member`` in one
/// transaction.
enum PrivacySQL: String, SQL {
    /// Counts open sessions and statuses of the member, and where each of the names stands in current activities of anybody and in
    /// formats of counters: an array that begins with the member's count; no row where the module is disabled. `$1` guild, `$2` member, `$3` names.
    case countPresent = """
        SELECT ((
                SELECT count(*) FROM voice_sessions
                WHERE guild_id = $1::int8 AND user_id = $2::int8 AND started_at >= s.enabled_at
            ) + (
                SELECT count(*) FROM presence_sessions
                WHERE guild_id = $1 AND user_id = $2 AND started_at >= s.enabled_at
            ) + (
                SELECT count(*) FROM member_statuses
                WHERE guild_id = $1 AND member_id = $2 AND reported_at >= s.enabled_at
            )) || ARRAY(
                SELECT (
                    SELECT coalesce(sum(
                        occurrences(p.name, wanted.name) + occurrences(p.details, wanted.name)
                            + occurrences(p.state, wanted.name)), 0)::int8
                    FROM presence_sessions p
                    WHERE p.guild_id = $1 AND p.started_at >= s.enabled_at
                ) + (
                    SELECT coalesce(sum(occurrences(c.format, wanted.name)), 0)::int8
                    FROM counters c
                    WHERE c.guild_id = $1)
                FROM unnest($3::text[]) WITH ORDINALITY AS wanted (name, place)
                ORDER BY place
            )
        FROM serverstats_settings s
        WHERE s.guild_id = $1
        """

    /// Deletes open sessions and statuses, and keeps out what has arrived before. Gives how many there were.
    /// `$1` guild, `$2` member.
    case erasePresent = """
        WITH mark AS (
            INSERT INTO serverstats_members AS m (guild_id, member_id, erased_at)
            VALUES ($1::int8, $2::int8, clock_timestamp())
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

    /// Switches data collection off: what was collected stays, open sessions end. `$1` guild, `$2` member, `$3` kind of
    /// voice sessions, `$4` of activities.
    case refuse = """
        WITH mark AS (
            INSERT INTO serverstats_members AS m (guild_id, member_id, is_refusing)
            VALUES ($1::int8, $2::int8, true)
            ON CONFLICT (guild_id, member_id) DO UPDATE SET is_refusing = true
        ), voice AS (
            DELETE FROM voice_sessions
            WHERE guild_id = $1 AND user_id = $2
            RETURNING *, greatest(now(), started_at) AS ended_at
        ), presence AS (
            DELETE FROM presence_sessions
            WHERE guild_id = $1 AND user_id = $2
            RETURNING *, greatest(now(), started_at) AS ended_at
        ), status AS (
            DELETE FROM member_statuses WHERE guild_id = $1 AND member_id = $2
        )
        INSERT INTO statistics_events
            (guild_id, kind, day, occurred_at, id, user_id, channel_id, number, text, details, state, started_at)
        SELECT guild_id, $3::int2, (ended_at AT TIME ZONE 'UTC')::date, ended_at, id, user_id, channel_id,
            NULL::float8, NULL, NULL, NULL, started_at
        FROM voice
        WHERE started_at >= (SELECT enabled_at FROM serverstats_settings WHERE guild_id = $1)
        UNION ALL
        SELECT guild_id, $4::int2, (ended_at AT TIME ZONE 'UTC')::date, ended_at, id, user_id, NULL,
            activity_type, name, details, state, started_at
        FROM presence
        WHERE started_at >= (SELECT enabled_at FROM serverstats_settings WHERE guild_id = $1)
        """

    /// Switches data collection on again; a row that says nothing more goes. `$1` guild, `$2` member.
    case consent = """
        WITH gone AS (
            DELETE FROM serverstats_members
            WHERE guild_id = $1::int8 AND member_id = $2::int8 AND erased_at = '-infinity'
        )
        UPDATE serverstats_members
        SET is_refusing = false
        WHERE guild_id = $1 AND member_id = $2 AND erased_at > '-infinity'
        """

    /// Forgets erasures that nothing on its way can be older than. `$1` how many at once. Gives how many.
    case forgetErasures = """
        WITH old AS MATERIALIZED (
            SELECT ctid AS place
            FROM serverstats_members
            WHERE erased_at > '-infinity' AND erased_at < now() - interval '1 day'
            ORDER BY erased_at
            LIMIT $1::int8
        ), gone AS (
            DELETE FROM serverstats_members
            WHERE ctid = ANY(ARRAY(SELECT place FROM old)) AND NOT is_refusing
                AND erased_at < now() - interval '1 day'
            RETURNING member_id
        ), kept AS (
            UPDATE serverstats_members
            SET erased_at = '-infinity'
            WHERE ctid = ANY(ARRAY(SELECT place FROM old)) AND is_refusing
                AND erased_at < now() - interval '1 day'
            RETURNING member_id
        )
        SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM kept)
        """
}
