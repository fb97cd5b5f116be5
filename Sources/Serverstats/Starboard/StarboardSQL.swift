import Modules

/// The statements about starred messages. `$1` guild, `$2` message. Changes of a row require the claim of the message's effect.
enum StarboardSQL: String, SQL {
    /// Before the post is sent. `$3` its channel, `$4` whether it's a new one.
    case send = """
        UPDATE starboard_entries
        SET stars = NULL, starboard_channel_id = $3::int8,
            deleted_message_ids = CASE WHEN $4::bool THEN '{}' ELSE deleted_message_ids END
        WHERE guild_id = $1::int8 AND original_message_id = $2::int8
        """

    /// After the post was sent or found. `$3` the post, `$4` the number it shows, if known. Returns whether it exists: a deletion may have
    /// been reported first. No row: the entry is gone.
    case sent = """
        UPDATE starboard_entries
        SET starboard_message_id = CASE WHEN $3::int8 = ANY(deleted_message_ids) THEN NULL ELSE $3 END,
            stars = $4::int4, monitoring_start = clock_timestamp(), deleted_message_ids = '{}'
        WHERE guild_id = $1::int8 AND original_message_id = $2::int8
        RETURNING starboard_message_id IS NOT NULL
        """

    /// Before the post is edited or deleted.
    case begin = """
        UPDATE starboard_entries
        SET stars = NULL
        WHERE guild_id = $1::int8 AND original_message_id = $2::int8
        """

    /// After the post was edited. `$3` the number it shows.
    case edited = """
        UPDATE starboard_entries
        SET stars = $3::int4
        WHERE guild_id = $1::int8 AND original_message_id = $2::int8
        """

    /// There is no post, or no longer one.
    case forgetPost = """
        UPDATE starboard_entries
        SET stars = NULL, starboard_channel_id = NULL, starboard_message_id = NULL, deleted_message_ids = '{}'
        WHERE guild_id = $1::int8 AND original_message_id = $2::int8
        """

    /// A reading has been applied. `$3` when it began.
    case read = """
        UPDATE starboard_entries
        SET read_at = $3::timestamptz
        WHERE guild_id = $1::int8 AND original_message_id = $2::int8
        """

    /// The message is gone.
    case drop = """
        DELETE FROM starboard_entries
        WHERE guild_id = $1::int8 AND original_message_id = $2::int8
        """

    /// Claims a message, after the guild's shared lock and ``forget``. `$3` its channel, null: only one that is known; `$4` a time
    /// after which nobody asked. No row: the starboard is off. No claim: a later reading has been applied already, or the
    /// message is a post of the starboard itself, as the column before the claim tells.
    case claim = """
        WITH settings AS MATERIALIZED (
            SELECT guild_id, starboard_channel, starboard_count
            FROM serverstats_settings
            WHERE guild_id = $1::int8 AND switches & switch('starboard') <> 0 AND starboard_channel IS NOT NULL
        ), known AS MATERIALIZED (
            SELECT *
            FROM starboard_entries
            WHERE guild_id = $1 AND original_message_id = $2::int8
        ), own AS MATERIALIZED (
            SELECT EXISTS (
                SELECT FROM starboard_entries
                WHERE guild_id = $1 AND starboard_message_id = $2) OR coalesce(starboard_channel = $3::int8, false) AS is_own
            FROM settings
        ), wanted AS MATERIALIZED (
            SELECT NOT is_own AND NOT EXISTS (SELECT FROM known WHERE read_at >= $4::timestamptz)
                AND ($3 IS NOT NULL OR EXISTS (SELECT FROM known)) AS is_wanted
            FROM own
        ), made AS (
            INSERT INTO starboard_entries (guild_id, original_message_id, original_channel_id, monitoring_start)
            SELECT $1, $2, $3, clock_timestamp()
            FROM wanted
            WHERE is_wanted AND $3 IS NOT NULL AND NOT EXISTS (SELECT FROM known)
            ON CONFLICT (guild_id, original_message_id) DO NOTHING
        )
        SELECT s.starboard_channel, s.starboard_count, o.is_own, c.*, coalesce(k.original_channel_id, $3),
            k.starboard_channel_id, k.starboard_message_id, k.stars
        FROM settings s
        CROSS JOIN own o
        CROSS JOIN wanted w
        LEFT JOIN known k ON true
        LEFT JOIN LATERAL claim_effect($1, 'starboard post', $2, 0, w.is_wanted) c ON true
        """

    /// Deletes an entry that has been watched for 31 days.
    case forget = """
        DELETE FROM starboard_entries
        WHERE guild_id = $1::int8 AND original_message_id = $2::int8
            AND monitoring_start <= clock_timestamp() - interval '31 days'
        """

    /// After a claim was lost: the number the post shows is unknown. Returns the current attempt, if any, and the post.
    case doubt = """
        UPDATE starboard_entries
        SET stars = NULL
        WHERE guild_id = $1::int8 AND original_message_id = $2::int8
        RETURNING (
            SELECT attempt
            FROM effects
            WHERE guild_id = $1 AND kind = 'starboard post' AND subject = $2 AND part = 0 AND in_doubt = 'posting'
        ), starboard_message_id
        """

    case time = """
        SELECT clock_timestamp()
        """
}

/// The statements about deletions on Discord.
enum StarboardUpkeepSQL: String, SQL {
    /// `$1` guild, `$2` the deleted channel; after the guild's exclusive lock in one transaction. No row: the module is
    /// disabled. Returns whether it was the starboard's.
    case channelDeleted = """
        WITH off AS (
            UPDATE serverstats_settings
            SET switches = switches & ~switch('starboard'), starboard_channel = NULL
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

    /// `$1` guild, `$2` the deleted message. Locks the entries that it may belong to, also as a post in flight,
    /// so that the next statement sees their current state.
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
            SELECT subject
            FROM effects
            WHERE guild_id = $1 AND kind = 'starboard post' AND in_doubt = 'posting'))
        ORDER BY original_message_id
        FOR UPDATE
        """

    /// `$1` guild, `$2` the deleted message; after ``lockConcerned`` in one transaction. No row: the module is disabled.
    /// Returns how many entries were deleted. Entries whose post is in flight store the id: it may be that post's.
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
            WHERE guild_id = $1 AND starboard_message_id IS NULL AND original_message_id <> $2
                AND original_message_id = ANY(ARRAY(
                    SELECT subject
                    FROM effects
                    WHERE guild_id = $1 AND kind = 'starboard post' AND in_doubt = 'posting'))
        )
        SELECT (SELECT count(*) FROM gone)
        FROM serverstats_settings
        WHERE guild_id = $1
        """
}
