import Modules

/// The statements about triggers. Changes follow the guild's exclusive lock in one transaction.
enum TriggerSQL: String, SQL {
    /// A consistent snapshot for the compiler: the guild's version and activation time, the types of all responses, and
    /// the first 500 triggers, oldest first. No row: the module is disabled. `$1` guild.
    case first = """
        SELECT g.version, g.enabled_at, NULL::int8 AS response_id, NULL::int2 AS response_type, t.*
        FROM autoresponder_guilds g
        LEFT JOIN LATERAL (
            SELECT *
            FROM autoresponder_trigger_records
            WHERE guild_id = g.guild_id
            ORDER BY trigger_id
            LIMIT 500
        ) AS t ON TRUE
        WHERE g.guild_id = $1::int8
        UNION ALL
        SELECT NULL, NULL, r.response_id, r.response_type, none.*
        FROM autoresponder_responses r
        LEFT JOIN autoresponder_trigger_records none ON FALSE
        WHERE r.guild_id = $1
        ORDER BY trigger_id
        """

    /// The next 500, with the present version and activation time. `$1` guild, `$2` the previous page's last trigger.
    case next = """
        SELECT g.version, g.enabled_at, NULL::int8, NULL::int2, t.*
        FROM autoresponder_guilds g
        LEFT JOIN LATERAL (
            SELECT *
            FROM autoresponder_trigger_records
            WHERE guild_id = g.guild_id AND trigger_id > $2::int8
            ORDER BY trigger_id
            LIMIT 500
        ) AS t ON TRUE
        WHERE g.guild_id = $1::int8
        ORDER BY t.trigger_id
        """

    /// A page, oldest first, as ``Page`` reads it. `$1` guild, `$2` how many, `$3` after how many.
    case page = """
        SELECT (SELECT count(*) FROM autoresponder_triggers WHERE guild_id = $1::int8), t.*
        FROM autoresponder_guilds g
        LEFT JOIN LATERAL (
            SELECT *
            FROM autoresponder_trigger_records
            WHERE guild_id = g.guild_id
            ORDER BY trigger_id
            LIMIT $2::int8 OFFSET $3::int8
        ) AS t ON TRUE
        WHERE g.guild_id = $1
        ORDER BY t.trigger_id
        """

    /// No row: disabled; one without an id: no such trigger. `$1` guild, `$2` trigger.
    case find = """
        SELECT t.*
        FROM autoresponder_guilds g
        LEFT JOIN autoresponder_trigger_records t ON t.guild_id = g.guild_id AND t.trigger_id = $2::int8
        WHERE g.guild_id = $1::int8
        """

    /// Returns whether the limit is reached, a response that doesn't exist, the new id, which is null if nothing was
    /// created, and whether the guild's trigger texts, and all its texts, would be too long. No row: disabled. `$1` guild,
    /// `$2`… the trigger, `$11` limit of triggers, and the limits in bytes `$12` of trigger texts and `$13` of all texts.
    case create = """
        WITH judged AS MATERIALIZED (
            SELECT g.guild_id, there >= $11::int8 AS is_full, missing,
                bytes + octet_length($4::text) > $12::int8 AS is_long,
                bytes + octet_length($4) + (
                    SELECT coalesce(sum(octet_length(response_content)), 0)
                    FROM autoresponder_responses r
                    WHERE r.guild_id = g.guild_id
                ) > $13::int8 AS is_too_much
            FROM autoresponder_guilds g, LATERAL (
                SELECT count(*) AS there, coalesce(sum(octet_length(t.trigger)), 0) AS bytes
                FROM autoresponder_triggers t
                WHERE t.guild_id = g.guild_id
            ) AS triggers, LATERAL (
                SELECT min(wanted) AS missing
                FROM unnest($9::int8[]) AS wanted
                WHERE NOT EXISTS (
                    SELECT FROM autoresponder_responses r WHERE r.guild_id = g.guild_id AND r.response_id = wanted)
            ) AS responses
            WHERE g.guild_id = $1::int8
        ), made AS (
            INSERT INTO autoresponder_triggers (guild_id, trigger_type, match_case, trigger, allowed_channels,
                ignored_channels, allowed_roles, ignored_roles, response_ids, cooldown_seconds)
            SELECT guild_id, $2::int2, $3::bool, $4, $5::int8[], $6::int8[], $7::int8[], $8::int8[], $9, $10::int4
            FROM judged
            WHERE missing IS NULL AND NOT (is_full OR is_long IS TRUE OR is_too_much IS TRUE)
            RETURNING trigger_id
        ), changed AS (
            UPDATE autoresponder_guilds
            SET version = nextval('autoresponder_versions')
            WHERE guild_id = $1 AND EXISTS (SELECT FROM made)
        )
        SELECT is_full, missing, (SELECT trigger_id FROM made), is_long IS TRUE, is_too_much IS TRUE
        FROM judged
        """

    /// Returns whether the trigger exists, a response that doesn't exist, the cooldown if it was changed, and whether
    /// the guild's trigger texts, and all its texts, would be too long; a text that doesn't grow always fits. No row: disabled.
    /// `$1` guild, `$2` trigger, `$3`… the trigger, and the limits in bytes `$12` of trigger texts and `$13` of all texts.
    case change = """
        WITH judged AS MATERIALIZED (
            SELECT g.guild_id, old.trigger_id IS NOT NULL AS exists, missing,
                growth > 0 AND bytes + growth > $12::int8 AS is_long,
                growth > 0 AND bytes + growth + (
                    SELECT coalesce(sum(octet_length(response_content)), 0)
                    FROM autoresponder_responses r
                    WHERE r.guild_id = g.guild_id
                ) > $13::int8 AS is_too_much
            FROM autoresponder_guilds g
            LEFT JOIN autoresponder_triggers old ON old.guild_id = g.guild_id AND old.trigger_id = $2::int8, LATERAL (
                SELECT coalesce(octet_length($5::text), 0) - coalesce(octet_length(old.trigger), 0) AS growth
            ) AS change, LATERAL (
                SELECT coalesce(sum(octet_length(t.trigger)), 0) AS bytes
                FROM autoresponder_triggers t
                WHERE t.guild_id = g.guild_id
            ) AS triggers, LATERAL (
                SELECT min(wanted) AS missing
                FROM unnest($10::int8[]) AS wanted
                WHERE NOT EXISTS (
                    SELECT FROM autoresponder_responses r WHERE r.guild_id = g.guild_id AND r.response_id = wanted)
            ) AS responses
            WHERE g.guild_id = $1::int8
        ), changed AS (
            UPDATE autoresponder_triggers t
            SET trigger_type = $3::int2, match_case = $4::bool, trigger = $5, allowed_channels = $6::int8[],
                ignored_channels = $7::int8[], allowed_roles = $8::int8[], ignored_roles = $9::int8[], response_ids = $10,
                cooldown_seconds = coalesce($11::int4, cooldown_seconds)
            FROM judged
            WHERE t.guild_id = judged.guild_id AND t.trigger_id = $2 AND judged.missing IS NULL
                AND NOT (is_long OR is_too_much)
            RETURNING t.cooldown_seconds
        ), renewed AS (
            UPDATE autoresponder_guilds
            SET version = nextval('autoresponder_versions')
            WHERE guild_id = $1 AND EXISTS (SELECT FROM changed)
        )
        SELECT exists, missing, (SELECT cooldown_seconds FROM changed), is_long, is_too_much
        FROM judged
        """

    /// Returns the deleted trigger. No row: disabled; one without an id: no such trigger. `$1` guild, `$2` trigger.
    case delete = """
        WITH gone AS (
            DELETE FROM autoresponder_trigger_records t
            USING autoresponder_guilds g
            WHERE g.guild_id = $1::int8 AND t.guild_id = g.guild_id AND t.trigger_id = $2::int8
            RETURNING t.*
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
