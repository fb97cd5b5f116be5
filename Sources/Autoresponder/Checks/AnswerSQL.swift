import Modules

/// The statements about answering a message, under its lock and the claim of its effect.
enum AnswerSQL: String, SQL {
    /// Claims a message, or takes over an earlier check's unfinished answer; returns the steps, with their responses.
    /// The first column says whether the module is enabled; if the second is null, the message has already been answered.
    /// Then comes the effect's claim.
    ///
    /// A matching trigger fires if its cooldown in the channel is over, and if it has no steps or one of them is among the first
    /// 5 messages and 20 reactions: a trigger too late to send anything doesn't begin to cool down. A step begun longer ago than
    /// Discord remembers its nonce becomes lost (4): its message has to be searched for.
    ///
    /// With `$3` null there is no request: only a recent answer is taken over, since a late one is unwanted.
    ///
    /// `$1` guild, `$2` message, `$3` channel, `$4` triggers, `$5` their cooldowns, of the steps `$6` triggers,
    /// `$7` responses, `$8` whether they're messages, and `$9` whether the triggers have responses.
    case claim = """
        WITH guild AS MATERIALIZED (
            SELECT guild_id, enabled_at
            FROM autoresponder_guilds
            WHERE guild_id = $1::int8
        ), known AS MATERIALIZED (
            SELECT a.is_finished, a.claimed_at, a.touched_at
            FROM autoresponder_answers a
            JOIN guild g ON g.guild_id = a.guild_id
            WHERE a.message_id = $2::int8 AND a.claimed_at >= g.enabled_at
        ), matched AS MATERIALIZED (
            SELECT h.*
            FROM guild, unnest($4::int8[], $5::int4[], $9::bool[]) WITH ORDINALITY
                AS h (trigger_id, cooldown, has_steps, position)
            WHERE NOT EXISTS (SELECT FROM known)
                AND (cooldown = 0 OR NOT EXISTS (
                    SELECT FROM autoresponder_cooldowns c
                    WHERE c.guild_id = $1 AND c.trigger_id = h.trigger_id AND c.channel_id = $3::int8
                        AND c.ends_at > clock_timestamp()))
        ), counted AS MATERIALIZED (
            SELECT s.*, count(*) FILTER (WHERE s.is_message) OVER (ORDER BY s.position) AS messages,
                count(*) FILTER (WHERE NOT s.is_message) OVER (ORDER BY s.position) AS reactions
            FROM unnest($6::int8[], $7::int8[], $8::bool[]) WITH ORDINALITY
                AS s (trigger_id, response_id, is_message, position)
            WHERE s.trigger_id IN (SELECT trigger_id FROM matched)
        ), fitting AS MATERIALIZED (
            SELECT *
            FROM counted
            WHERE CASE WHEN is_message THEN messages <= 5 ELSE reactions <= 20 END
        ), firing AS MATERIALIZED (
            SELECT *
            FROM matched
            WHERE NOT has_steps OR trigger_id IN (SELECT trigger_id FROM fitting)
        ), cooling AS (
            INSERT INTO autoresponder_cooldowns AS c (guild_id, trigger_id, channel_id, ends_at)
            SELECT $1, trigger_id, $3, clock_timestamp() + make_interval(secs => cooldown)
            FROM firing
            WHERE cooldown > 0
            ORDER BY trigger_id
            ON CONFLICT (guild_id, trigger_id, channel_id) DO UPDATE
            SET ends_at = excluded.ends_at
            WHERE c.ends_at <= clock_timestamp()
            RETURNING trigger_id
        ), hits AS MATERIALIZED (
            SELECT trigger_id, position
            FROM firing
            WHERE cooldown = 0 OR trigger_id IN (SELECT trigger_id FROM cooling)
        ), planned AS MATERIALIZED (
            SELECT trigger_id, response_id, position,
                (is_message AND row_number() OVER (ORDER BY position) = 1)::int AS state
            FROM fitting
            WHERE trigger_id IN (SELECT trigger_id FROM hits)
        ), claimed AS (
            INSERT INTO autoresponder_answers AS a (guild_id, message_id, channel_id, claimed_at, touched_at, is_finished, hit_ids,
                step_triggers, step_responses, step_states)
            SELECT $1, $2, $3, clock_timestamp(), clock_timestamp(), NOT EXISTS (SELECT FROM planned),
                ARRAY(SELECT trigger_id FROM hits ORDER BY position),
                ARRAY(SELECT trigger_id FROM planned ORDER BY position),
                ARRAY(SELECT response_id FROM planned ORDER BY position),
                ARRAY(SELECT state::int2 FROM planned ORDER BY position)
            FROM guild
            WHERE NOT EXISTS (SELECT FROM known) AND $3 IS NOT NULL
            ON CONFLICT (guild_id, message_id) DO UPDATE
            SET channel_id = excluded.channel_id, claimed_at = excluded.claimed_at, touched_at = excluded.touched_at,
                is_finished = excluded.is_finished, hit_ids = excluded.hit_ids, step_triggers = excluded.step_triggers,
                step_responses = excluded.step_responses, step_states = excluded.step_states
            WHERE a.claimed_at < (SELECT enabled_at FROM guild)
            RETURNING channel_id, is_finished, hit_ids, step_triggers, step_responses, step_states
        ), resumed AS (
            UPDATE autoresponder_answers
            SET touched_at = clock_timestamp(), step_states = CASE
                WHEN touched_at < clock_timestamp() - interval '2 minutes' THEN array_replace(step_states, 1::int2, 4::int2)
                ELSE step_states END
            WHERE guild_id = $1 AND message_id = $2 AND EXISTS (
                SELECT FROM known
                WHERE NOT is_finished AND ($3 IS NOT NULL OR claimed_at > clock_timestamp() - interval '15 minutes'))
            RETURNING channel_id, is_finished, hit_ids, step_triggers, step_responses, step_states
        ), held AS MATERIALIZED (
            SELECT *, TRUE AS is_new FROM claimed
            UNION ALL
            SELECT *, FALSE FROM resumed
        ), effect AS MATERIALIZED (
            SELECT c.*
            FROM held
            CROSS JOIN LATERAL claim_effect($1, 'answer', $2, 0, NOT held.is_finished) c
        )
        SELECT EXISTS (SELECT FROM guild), a.is_new, effect.*, a.hit_ids, a.channel_id, (SELECT claimed_at FROM known),
            (SELECT touched_at FROM known), s.trigger_id, s.response_id, s.state, r.*
        FROM (SELECT TRUE) AS one
        LEFT JOIN held a ON TRUE
        LEFT JOIN effect ON TRUE
        LEFT JOIN LATERAL unnest(a.step_triggers, a.step_responses, a.step_states) WITH ORDINALITY
            AS s (trigger_id, response_id, state, position) ON TRUE
        LEFT JOIN autoresponder_response_records r ON r.guild_id = $1 AND r.response_id = s.response_id
        ORDER BY s.position
        """

    /// Ends the cooldowns that a message began, of triggers none of whose responses could be sent. A cooldown begun since stays:
    /// it ends later by at least its length. `$1` guild, `$2` message, `$3` channel, `$4` triggers.
    case release = """
        DELETE FROM autoresponder_cooldowns c
        USING autoresponder_answers a, autoresponder_triggers t
        WHERE a.guild_id = $1::int8 AND a.message_id = $2::int8
            AND t.guild_id = $1 AND t.trigger_id = ANY($4::int8[])
            AND c.guild_id = $1 AND c.trigger_id = t.trigger_id AND c.channel_id = $3::int8
            AND c.ends_at < a.claimed_at + make_interval(secs => t.cooldown_seconds + 0.5)
        """

    /// Stores the progress. `$1` guild, `$2` message, `$3` states of the steps, `$4` whether all are settled.
    case note = """
        UPDATE autoresponder_answers
        SET touched_at = clock_timestamp(), is_finished = $4::bool, step_states = $3::int2[],
            hit_ids = CASE WHEN $4 THEN '{}' ELSE hit_ids END,
            step_triggers = CASE WHEN $4 THEN '{}' ELSE step_triggers END,
            step_responses = CASE WHEN $4 THEN '{}' ELSE step_responses END
        WHERE guild_id = $1::int8 AND message_id = $2::int8
        """
}
