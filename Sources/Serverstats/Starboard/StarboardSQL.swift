import Postgres

/// The statements about starred messages. All but the last four are a claim's: `$1` guild, `$2` message, `$3` fencing
/// number, and no row means that the claim is lost.
enum StarboardSQL: String, SQL {
    /// The post is about to be sent. `$4` channel of a new post, `$5` whether it's known that none is there. Gives the
    /// generation and the channel; one that may have been sent before keeps both.
    case send = """
        UPDATE starboard_entries
        SET state = 1,
            stars = NULL,
            generation = CASE WHEN state = 1 THEN generation ELSE nextval('starboard_numbers') END,
            starboard_channel_id = CASE WHEN state = 1 THEN starboard_channel_id ELSE $4::int8 END,
            deleted_message_ids = CASE WHEN state = 1 THEN deleted_message_ids ELSE '{}' END,
            sent_first_at = CASE WHEN state = 1 AND NOT $5::bool THEN sent_first_at ELSE clock_timestamp() END,
            sent_last_at = clock_timestamp()
        WHERE guild_id = $1::int8 AND original_message_id = $2::int8 AND fencing = $3::int8
        RETURNING generation, starboard_channel_id
        """

    /// The post is there. `$4` the post, `$5` what it shows, if that's known: then the reading has been acted on. Where
    /// it was deleted before this, there is none.
    case sent = """
        UPDATE starboard_entries
        SET state = 0,
            starboard_message_id = CASE WHEN $4::int8 = ANY(deleted_message_ids) THEN NULL ELSE $4 END,
            stars = $5::int4,
            monitoring_start = clock_timestamp(),
            deleted_message_ids = '{}',
            read_at = CASE WHEN $5 IS NULL THEN read_at ELSE claimed_at END
        WHERE guild_id = $1::int8 AND original_message_id = $2::int8 AND fencing = $3::int8
        RETURNING starboard_message_id
        """

    /// The post is about to be edited or deleted. `$4` state.
    case begin = """
        UPDATE starboard_entries
        SET state = $4::int2, stars = NULL
        WHERE guild_id = $1::int8 AND original_message_id = $2::int8 AND fencing = $3::int8
        RETURNING fencing
        """

    /// The post was edited. `$4` what it shows.
    case edited = """
        UPDATE starboard_entries
        SET state = 0, stars = $4::int4, read_at = claimed_at
        WHERE guild_id = $1::int8 AND original_message_id = $2::int8 AND fencing = $3::int8
        RETURNING fencing
        """

    /// There is no post (any more).
    case forgetPost = """
        UPDATE starboard_entries
        SET state = 0, stars = NULL, generation = NULL, starboard_channel_id = NULL, starboard_message_id = NULL,
            sent_first_at = NULL, sent_last_at = NULL, deleted_message_ids = '{}'
        WHERE guild_id = $1::int8 AND original_message_id = $2::int8 AND fencing = $3::int8
        RETURNING fencing
        """

    /// The reading asked for nothing (more).
    case read = """
        UPDATE starboard_entries
        SET read_at = claimed_at
        WHERE guild_id = $1::int8 AND original_message_id = $2::int8 AND fencing = $3::int8
        RETURNING fencing
        """

    /// The message is gone.
    case drop = """
        DELETE FROM starboard_entries
        WHERE guild_id = $1::int8 AND original_message_id = $2::int8 AND fencing = $3::int8
        RETURNING fencing
        """

    /// Claims a message, after ``GuildLockSQL/shared`` and ``forget``. `$1` guild, `$2` message, `$3` its channel, `$4` a
    /// time after which nobody asked. No row: the starboard is off. No fencing number: a reading answers the requests
    /// already that began after them, or the message is a post of the starboard itself, as the third column tells.
    case claim = """
        WITH settings AS MATERIALIZED (
            SELECT guild_id, starboard_channel, starboard_count
            FROM serverstats_settings
            WHERE guild_id = $1::int8 AND switches & 2 <> 0 AND starboard_channel IS NOT NULL
        ), own AS MATERIALIZED (
            SELECT EXISTS (
                SELECT FROM starboard_entries
                WHERE guild_id = $1 AND starboard_message_id = $2::int8) OR starboard_channel = $3::int8 AS is_own
            FROM settings
        ), claimed AS (
            INSERT INTO starboard_entries AS entry
                (guild_id, original_message_id, original_channel_id, monitoring_start, fencing, claimed_at)
            SELECT guild_id, $2, $3, clock_timestamp(), nextval('starboard_numbers'), clock_timestamp()
            FROM settings
            WHERE NOT (SELECT is_own FROM own)
            ON CONFLICT (guild_id, original_message_id) DO UPDATE
            SET fencing = excluded.fencing, claimed_at = excluded.claimed_at
            WHERE entry.read_at IS NULL OR entry.read_at < $4::timestamptz
            RETURNING *
        )
        SELECT s.starboard_channel, s.starboard_count, o.is_own, clock_timestamp(), c.fencing, c.original_channel_id,
            c.starboard_channel_id, c.starboard_message_id, c.stars, c.state, c.sent_first_at, c.sent_last_at
        FROM settings s
        CROSS JOIN own o
        LEFT JOIN claimed c ON true
        """

    /// An entry that has been watched long enough. `$1` guild, `$2` message.
    case forget = """
        DELETE FROM starboard_entries
        WHERE guild_id = $1::int8 AND original_message_id = $2::int8
            AND monitoring_start <= clock_timestamp() - interval '31 days'
        """

    /// What a claim that was lost may have changed is unknown. `$1` guild, `$2` message. Gives the generation and the post.
    case doubt = """
        UPDATE starboard_entries
        SET stars = NULL
        WHERE guild_id = $1::int8 AND original_message_id = $2::int8
        RETURNING generation, starboard_message_id
        """

    case time = """
        SELECT clock_timestamp()
        """
}

/// The statements about what was deleted on Discord, or is watched no longer.
enum StarboardUpkeepSQL: String, SQL {
    /// `$1` guild, `$2` the deleted channel; after ``GuildLockSQL/exclusive`` in one transaction. No row: the module is
    /// disabled. Gives whether it was the starboard's.
    case channelDeleted = """
        WITH off AS (
            UPDATE serverstats_settings
            SET switches = switches & ~2, starboard_channel = NULL
            WHERE guild_id = $1::int8 AND starboard_channel = $2::int8
            RETURNING guild_id
        ), gone AS (
            DELETE FROM starboard_entries
            WHERE guild_id = (SELECT guild_id FROM off)
        )
        SELECT EXISTS (SELECT FROM off)
        FROM serverstats_settings
        WHERE guild_id = $1
        """

    /// `$1` guild, `$2` the deleted message. Locks the entries that it may belong to, also as a post that is on its way,
    /// so that the next statement sees them as they are.
    case lockConcerned = """
        SELECT original_message_id
        FROM starboard_entries
        WHERE guild_id = $1::int8 AND original_message_id = ANY(ARRAY(
            SELECT $2::int8
            UNION
            SELECT original_message_id
            FROM starboard_entries
            WHERE guild_id = $1 AND starboard_message_id = $2
            UNION
            SELECT original_message_id
            FROM starboard_entries
            WHERE guild_id = $1 AND state = 1))
        ORDER BY original_message_id
        FOR UPDATE
        """

    /// `$1` guild, `$2` the deleted message; after ``lockConcerned`` in one transaction. No row: the module is disabled.
    /// Gives how many entries went. Those whose post is on its way note the message: it may be that post.
    case messageDeleted = """
        WITH gone AS (
            DELETE FROM starboard_entries
            WHERE guild_id = $1::int8 AND original_message_id = ANY(ARRAY(
                SELECT $2::int8
                UNION
                SELECT original_message_id
                FROM starboard_entries
                WHERE guild_id = $1 AND starboard_message_id = $2))
            RETURNING original_message_id
        ), noted AS (
            UPDATE starboard_entries
            SET deleted_message_ids = deleted_message_ids || $2
            WHERE guild_id = $1 AND state = 1 AND original_message_id <> $2
                AND starboard_message_id IS NULL
        )
        SELECT (SELECT count(*) FROM gone)
        FROM serverstats_settings
        WHERE guild_id = $1
        """

    /// Forgets entries watched for 31 days, and rows without a post that nobody asked about for an hour. `$1` how many of
    /// each at once. Gives how many.
    case forgetOld = """
        WITH old AS (
            DELETE FROM starboard_entries
            WHERE ctid = ANY(ARRAY(
                SELECT ctid
                FROM starboard_entries
                WHERE monitoring_start <= now() - interval '31 days'
                LIMIT $1::int8))
            RETURNING 1
        ), idle AS (
            DELETE FROM starboard_entries
            WHERE ctid = ANY(ARRAY(
                SELECT ctid
                FROM starboard_entries
                WHERE starboard_message_id IS NULL AND state = 0 AND claimed_at < now() - interval '1 hour'
                    AND monitoring_start > now() - interval '31 days'
                LIMIT $1))
            RETURNING 1
        )
        SELECT (SELECT count(*) FROM old) + (SELECT count(*) FROM idle)
        """
}
