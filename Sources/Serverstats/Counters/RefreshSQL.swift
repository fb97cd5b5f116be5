import Modules

/// The statements of a `counters/update` run. Writes follow the claim's check in one transaction.
enum RefreshSQL: String, SQL {
    /// The next guilds of a shard, with the results of an earlier claim of the same run. `$1` shard, `$2` the last guild
    /// so far, `$3` run, `$4` limit.
    case guilds = """
        SELECT guild_id, enabled_at, switches, coalesce(run_id = $3::int8, FALSE), failure IS NOT NULL
        FROM guilds_to_refresh
        WHERE guild_shard(guild_id) = $1::int2 AND guild_id > $2::int8 AND (is_due OR run_id = $3)
        ORDER BY guild_shard(guild_id), guild_id
        LIMIT $4::int8
        """

    /// The number of guilds that a run hasn't processed: those of unfinished and of abandoned shards. `$1` run.
    case left = """
        SELECT count(*)
        FROM cluster_run_shards shards
        JOIN guilds_to_refresh g ON guild_shard(g.guild_id) = shards.shard AND g.guild_id > shards.position AND g.is_due
        WHERE shards.run_id = $1::int8 AND (shards.finished_at IS NULL OR shards.is_abandoned)
        """

    /// Takes one of the channel's two renames in ten minutes, and marks the name as unknown. `$1` guild, `$2` counter. No row: there is
    /// none left, or the counter is gone.
    case takeRename = """
        UPDATE counters
        SET renamed_before = renamed_at, renamed_at = clock_timestamp(), name = NULL
        WHERE guild_id = $1::int8 AND counter_id = $2::int8
            AND (renamed_before IS NULL OR renamed_before <= clock_timestamp() - interval '10 minutes')
        RETURNING counter_id
        """

    /// Stores a rename's result. Its time counts from here: Discord may have applied it this late. `$1` guild,
    /// `$2` counter, `$3` the channel's name now, null if unknown.
    case noteRename = """
        UPDATE counters
        SET name = $3::text, renamed_at = clock_timestamp()
        WHERE guild_id = $1::int8 AND counter_id = $2::int8
        """

    /// Returns a rename that Discord refused, so that it doesn't count as one of two; the one before the last is more than
    /// ten minutes old. `$1` guild, `$2` counter, `$3` the channel's name.
    case undoRename = """
        UPDATE counters
        SET name = $3::text, renamed_at = renamed_before, renamed_before = NULL
        WHERE guild_id = $1::int8 AND counter_id = $2::int8
        """

    /// Stores a name read from Discord. `$1` guild, `$2` counter, `$3` name.
    case noteName = """
        UPDATE counters
        SET name = $3::text
        WHERE guild_id = $1::int8 AND counter_id = $2::int8
        """

    /// Marks a guild as processed by a run, and stores its samples in the same statement, so that there is one of each. `$1`
    /// guild, `$2` run, `$3` failure, `$4` the activation of the numbers, `$5` members, `$6` online, `$7` offline,
    /// `$8` dnd, `$9` the kind of the members' sample, `$10` of the statuses', `$11` whether Discord refuses the guild: then it's skipped
    /// for 10 minutes, doubled with each refusal up to 6 hours.
    case mark = """
        WITH marked AS (
            INSERT INTO counter_refreshes AS r
                (guild_id, run_id, refreshed_at, failure, refusals, refused_since, retry_at)
            SELECT $1::int8, $2::int8, now(), $3::text, $11::bool::int4,
                CASE WHEN $11 THEN now() END, CASE WHEN $11 THEN now() + interval '10 minutes' END
            ON CONFLICT (guild_id) DO UPDATE
            SET run_id = excluded.run_id, refreshed_at = excluded.refreshed_at, failure = excluded.failure,
                refusals = CASE WHEN $11 THEN r.refusals + 1 ELSE 0 END,
                refused_since = CASE WHEN $11 THEN coalesce(r.refused_since, now()) END,
                retry_at = CASE WHEN $11
                    THEN now() + least(interval '10 minutes' * 2 ^ least(r.refusals, 10), interval '6 hours') END
            WHERE r.run_id <> excluded.run_id
            RETURNING guild_id
        )
        INSERT INTO statistics_samples
            (guild_id, kind, day, occurred_at, current_members, online_count, offline_count, dnd_count)
        SELECT s.guild_id, sample.kind, (now() AT TIME ZONE 'UTC')::date, now(), members, online, offline, dnd
        FROM marked
        JOIN serverstats_settings s ON s.guild_id = marked.guild_id AND s.enabled_at = $4::timestamptz
        CROSS JOIN (VALUES ($9::int2, switch('members'), $5::int4, NULL::int4, NULL::int4, NULL::int4),
            ($10::int2, switch('activities'), NULL, $6::int4, $7::int4, $8::int4))
            AS sample (kind, switch, members, online, offline, dnd)
        WHERE s.switches & sample.switch <> 0
            AND (members IS NOT NULL OR (online IS NOT NULL AND offline IS NOT NULL AND dnd IS NOT NULL))
        """
}

/// The statement about refused guilds.
enum RefusedGuildSQL: String, SQL {
    /// The guilds that Discord refuses, the latest first. `$1` limit.
    case refused = """
        SELECT r.guild_id, coalesce(r.failure, ''), r.refused_since, r.retry_at
        FROM counter_refreshes r
        JOIN serverstats_settings s ON s.guild_id = r.guild_id AND s.enabled_at <= r.refreshed_at
        WHERE r.retry_at IS NOT NULL
        ORDER BY r.refreshed_at DESC
        LIMIT $1::int8
        """
}

/// The statements about the statuses that the fleet reported under the present activation.
enum StatusSQL: String, SQL {
    /// The number of members who are dnd. `$1` guild.
    case countDND = """
        SELECT count(*)
        FROM member_statuses m
        JOIN serverstats_settings s ON s.guild_id = m.guild_id
        WHERE m.guild_id = $1::int8 AND m.status = member_status('dnd') AND m.reported_at >= s.enabled_at
        """

    /// Members who are online or idle. `$1` guild, `$2` limit.
    case online = """
        SELECT m.member_id
        FROM member_statuses m
        JOIN serverstats_settings s ON s.guild_id = m.guild_id
        WHERE m.guild_id = $1::int8 AND m.status IN (member_status('online'), member_status('idle')) AND m.reported_at >= s.enabled_at
        ORDER BY m.member_id
        LIMIT $2::int8
        """
}
