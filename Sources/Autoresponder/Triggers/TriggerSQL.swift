import Postgres

/// The statements about triggers. What changes them comes after ``GuildSQL/lock`` in one transaction.
enum TriggerSQL: String, SQL {
    /// All triggers of a guild, oldest first, with its version in front, and the types of all its responses: what a worker
    /// compiles, of one moment. No row: the module is disabled. `$1` guild.
    case all = """
        SELECT g.version, NULL::int8 AS response_id, NULL::int2 AS response_type, t.trigger_id, t.trigger_type, t.match_case,
            t.trigger, t.allowed_channels, t.ignored_channels, t.allowed_roles, t.ignored_roles, t.response_ids,
            t.cooldown_seconds
        FROM autoresponder_guilds g
        LEFT JOIN autoresponder_triggers t ON t.guild_id = g.guild_id
        WHERE g.guild_id = $1::int8
        UNION ALL
        SELECT NULL, r.response_id, r.response_type, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
        FROM autoresponder_responses r
        WHERE r.guild_id = $1
        ORDER BY trigger_id
        """

    /// A page, oldest first, with the number of all in front. No row: disabled; one without an id: an empty page.
    /// `$1` guild, `$2` how many, `$3` after how many.
    case page = """
        SELECT (SELECT count(*) FROM autoresponder_triggers WHERE guild_id = $1::int8), t.*
        FROM autoresponder_guilds g
        LEFT JOIN LATERAL (
            SELECT trigger_id, trigger_type, match_case, trigger, allowed_channels, ignored_channels, allowed_roles,
                ignored_roles, response_ids, cooldown_seconds
            FROM autoresponder_triggers
            WHERE guild_id = g.guild_id
            ORDER BY trigger_id
            LIMIT $2::int8 OFFSET $3::int8
        ) AS t ON TRUE
        WHERE g.guild_id = $1
        ORDER BY t.trigger_id
        """

    /// No row: disabled; one without an id: no such trigger. `$1` guild, `$2` trigger.
    case find = """
        SELECT t.trigger_id, t.trigger_type, t.match_case, t.trigger, t.allowed_channels, t.ignored_channels,
            t.allowed_roles, t.ignored_roles, t.response_ids, t.cooldown_seconds
        FROM autoresponder_guilds g
        LEFT JOIN autoresponder_triggers t ON t.guild_id = g.guild_id AND t.trigger_id = $2::int8
        WHERE g.guild_id = $1::int8
        """

    /// Gives how many there were, a response that doesn't exist, and the new id; the last is null where nothing was
    /// created. No row: disabled. `$1` guild, `$2` the most there may be, `$3`… the trigger.
    case create = """
        WITH judged AS MATERIALIZED (
            SELECT g.guild_id, (SELECT count(*) FROM autoresponder_triggers t WHERE t.guild_id = g.guild_id) AS there, (
                SELECT min(wanted)
                FROM unnest($10::int8[]) AS wanted
                WHERE NOT EXISTS (
                    SELECT FROM autoresponder_responses r WHERE r.guild_id = g.guild_id AND r.response_id = wanted)
            ) AS missing
            FROM autoresponder_guilds g
            WHERE g.guild_id = $1::int8
        ), made AS (
            INSERT INTO autoresponder_triggers (guild_id, trigger_type, match_case, trigger, allowed_channels,
                ignored_channels, allowed_roles, ignored_roles, response_ids, cooldown_seconds)
            SELECT guild_id, $3::int2, $4::bool, $5::text, $6::int8[], $7::int8[], $8::int8[], $9::int8[], $10, $11::int4
            FROM judged
            WHERE there < $2::int8 AND missing IS NULL
            RETURNING trigger_id
        ), changed AS (
            UPDATE autoresponder_guilds
            SET version = nextval('autoresponder_versions')
            WHERE guild_id = $1 AND EXISTS (SELECT FROM made)
        )
        SELECT there, missing, (SELECT trigger_id FROM made)
        FROM judged
        """

    /// Gives whether there is such a trigger, a response that doesn't exist, and whether it was changed. No row: disabled.
    /// `$1` guild, `$2` trigger, `$3`… the trigger.
    case change = """
        WITH judged AS MATERIALIZED (
            SELECT g.guild_id, EXISTS (
                SELECT FROM autoresponder_triggers t WHERE t.guild_id = g.guild_id AND t.trigger_id = $2::int8
            ) AS exists, (
                SELECT min(wanted)
                FROM unnest($10::int8[]) AS wanted
                WHERE NOT EXISTS (
                    SELECT FROM autoresponder_responses r WHERE r.guild_id = g.guild_id AND r.response_id = wanted)
            ) AS missing
            FROM autoresponder_guilds g
            WHERE g.guild_id = $1::int8
        ), changed AS (
            UPDATE autoresponder_triggers t
            SET trigger_type = $3::int2, match_case = $4::bool, trigger = $5::text, allowed_channels = $6::int8[],
                ignored_channels = $7::int8[], allowed_roles = $8::int8[], ignored_roles = $9::int8[], response_ids = $10,
                cooldown_seconds = coalesce($11::int4, cooldown_seconds)
            FROM judged
            WHERE t.guild_id = judged.guild_id AND t.trigger_id = $2 AND judged.missing IS NULL
            RETURNING t.cooldown_seconds
        ), renewed AS (
            UPDATE autoresponder_guilds
            SET version = nextval('autoresponder_versions')
            WHERE guild_id = $1 AND EXISTS (SELECT FROM changed)
        )
        SELECT exists, missing, (SELECT cooldown_seconds FROM changed)
        FROM judged
        """

    /// Gives what was deleted. No row: disabled; one without an id: no such trigger. `$1` guild, `$2` trigger.
    case delete = """
        WITH gone AS (
            DELETE FROM autoresponder_triggers t
            USING autoresponder_guilds g
            WHERE g.guild_id = $1::int8 AND t.guild_id = g.guild_id AND t.trigger_id = $2::int8
            RETURNING t.trigger_id, t.trigger_type, t.match_case, t.trigger, t.allowed_channels, t.ignored_channels,
                t.allowed_roles, t.ignored_roles, t.response_ids, t.cooldown_seconds
        ), renewed AS (
            UPDATE autoresponder_guilds
            SET version = nextval('autoresponder_versions')
            WHERE guild_id = $1 AND EXISTS (SELECT FROM gone)
        )
        SELECT gone.*
        FROM autoresponder_guilds g
        LEFT JOIN gone ON TRUE
        WHERE g.guild_id = $1
        """
}
