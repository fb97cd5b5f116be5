import Modules

/// The statements that store events.
enum EventSQL: String, SQL {
    /// Stores a batch and returns the outcomes of its events in the order sent, and the positions (from 1) of those that had been
    /// stored before; NULL where an earlier attempt stored the batch. No row: that attempt is still being committed; retry.
    ///
    /// `now()` is the start of the transaction, thus older than the snapshot that finds the module enabled: a later
    /// activation is newer than it. Around midnight the neighbouring day's partition is searched for the identities too:
    /// yesterday's, and in the last minute of a day tomorrow's, since a transaction that began later may commit first.
    /// Rows are inserted in the order of their identities, so that batches sharing some can't deadlock.
    /// The unique index begins with the identity: that costs 9 µs a row, with the guild first 15.
    /// A row of an earlier activation with the same identity is overwritten.
    /// Identities of erased events are kept as hashes, so that repeats stay out; while there are none, no hash is computed.
    ///
    /// `$1` batch, `$2` guilds, `$3` kinds, `$4` toggles as bits, `$5` arrivals, `$6` identities, `$7` members,
    /// `$8` channels, `$9` numbers, `$10` texts.
    case store = """
        WITH judged AS MATERIALIZED (
            SELECT e.*, s.enabled_at, CASE
                WHEN s.switches & e.switch <> 0 AND s.enabled_at <= e.arrived_at
                THEN CASE WHEN m.is_refusing OR m.erased_at >= e.arrived_at THEN 2 ELSE 1 END
                ELSE 0 END::int2 AS fate,
                s.switches & e.switch <> 0 AND s.enabled_at <= e.arrived_at AND m.erased_at >= e.arrived_at AS is_erased
            FROM unnest($2::int8[], $3::int2[], $4::int4[], $5::timestamptz[], $6::int8[], $7::int8[],
                $8::int8[], $9::float8[], $10::text[]) WITH ORDINALITY
                AS e (guild_id, kind, switch, arrived_at, identity, user_id, channel_id, number, text, position)
            LEFT JOIN serverstats_settings s ON s.guild_id = e.guild_id
            LEFT JOIN serverstats_members m ON m.guild_id = e.guild_id AND m.member_id = e.user_id
        ), batch AS (
            INSERT INTO ingest_batches (batch_id, stored_at, fates)
            SELECT $1::uuid, now(), array_agg(fate ORDER BY position)
            FROM judged
            ON CONFLICT (batch_id) DO NOTHING
            RETURNING fates
        ), erased AS (
            INSERT INTO statistics_erased_identities (guild_id, digest, erased_at)
            SELECT DISTINCT guild_id, erased_identity(guild_id, kind, identity), now()
            FROM judged
            WHERE is_erased AND identity IS NOT NULL
            ORDER BY guild_id, erased_identity(guild_id, kind, identity)
            ON CONFLICT (guild_id, digest) DO NOTHING
        ), kept AS MATERIALIZED (
            SELECT j.*, row_number() OVER (PARTITION BY j.identity, j.guild_id, j.kind ORDER BY j.position) AS copy
            FROM judged j
            WHERE j.fate = 1
        ), stored AS (
            INSERT INTO statistics_events
                (guild_id, kind, day, occurred_at, identity, user_id, channel_id, number, text)
            SELECT e.guild_id, e.kind, (now() AT TIME ZONE 'UTC')::date, now(), e.identity, e.user_id,
                e.channel_id, e.number, e.text
            FROM kept e
            WHERE (e.copy = 1 OR e.identity IS NULL) AND EXISTS (SELECT FROM batch) AND CASE
                WHEN (SELECT erased_at FROM statistics_erased_identities ORDER BY erased_at LIMIT 1) IS NULL THEN true
                ELSE (
                    SELECT x.digest
                    FROM statistics_erased_identities x
                    WHERE x.guild_id = e.guild_id AND x.digest = erased_identity(e.guild_id, e.kind, e.identity)
                ) IS NULL
            END AND NOT EXISTS (
                SELECT FROM statistics_events known
                WHERE known.guild_id = e.guild_id AND known.kind = e.kind AND known.identity = e.identity
                    AND known.occurred_at >= e.enabled_at AND known.day IN (
                        ((now() - interval '1 day') AT TIME ZONE 'UTC')::date,
                        ((now() + CASE WHEN (now() AT TIME ZONE 'UTC')::time < '23:59' THEN interval '-1 day'
                            ELSE interval '1 day' END) AT TIME ZONE 'UTC')::date))
            ORDER BY e.identity, e.guild_id, e.kind
            ON CONFLICT (guild_id, kind, identity, day) WHERE identity IS NOT NULL DO UPDATE
            SET occurred_at = excluded.occurred_at, id = excluded.id, user_id = excluded.user_id,
                channel_id = excluded.channel_id, number = excluded.number, text = excluded.text
            WHERE statistics_events.occurred_at < (
                SELECT s.enabled_at FROM serverstats_settings s WHERE s.guild_id = excluded.guild_id)
            RETURNING guild_id, kind, identity
        )
        SELECT fates, ARRAY(
            SELECT k.position
            FROM kept k
            WHERE k.identity IS NOT NULL AND (k.copy > 1 OR (k.guild_id, k.kind, k.identity) NOT IN (
                SELECT guild_id, kind, identity FROM stored WHERE identity IS NOT NULL)))
        FROM batch
        UNION ALL
        SELECT fates, NULL
        FROM ingest_batches
        WHERE batch_id = $1
        """

    /// The fields of the event that is stored under a key. `$1` guild, `$2` kind, `$3` identity.
    case keyed = """
        SELECT e.user_id, e.number, e.text
        FROM statistics_events e
        WHERE e.guild_id = $1::int8 AND e.kind = $2::int2 AND e.identity = $3::int8
            AND e.day >= ((now() - interval '1 day') AT TIME ZONE 'UTC')::date
            AND e.occurred_at >= (SELECT enabled_at FROM serverstats_settings WHERE guild_id = $1)
        ORDER BY e.day DESC
        LIMIT 1
        """

    /// Held by each batch around midnight UTC, so that no identity is stored on both days by concurrent batches.
    case midnightLock = """
        SELECT pg_advisory_xact_lock(hashtextextended('serverstats midnight', 0))
        """
}
