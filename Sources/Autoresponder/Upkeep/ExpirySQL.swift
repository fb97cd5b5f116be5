import Postgres

/// Statements that keep small what answering leaves behind.
enum ExpirySQL: String, SQL {
    /// Forgets answered messages; nobody repeats a check after so long. `$1` how many at once. Gives how many.
    case forgetAnswers = """
        WITH gone AS (
            DELETE FROM autoresponder_answers
            WHERE ctid = ANY(ARRAY(
                SELECT ctid
                FROM autoresponder_answers
                WHERE claimed_at < now() - interval '7 days'
                ORDER BY claimed_at
                LIMIT $1::int8))
                AND claimed_at < now() - interval '7 days'
            RETURNING message_id
        )
        SELECT count(*)
        FROM gone
        """

    /// Forgets cooldowns that are over; one that has begun anew meanwhile stays. `$1` how many at once. Gives how many.
    case forgetCooldowns = """
        WITH gone AS (
            DELETE FROM autoresponder_cooldowns
            WHERE ctid = ANY(ARRAY(
                SELECT ctid
                FROM autoresponder_cooldowns
                WHERE ends_at < now() - interval '1 minute'
                ORDER BY ends_at
                LIMIT $1::int8))
                AND ends_at < now() - interval '1 minute'
            RETURNING trigger_id
        )
        SELECT count(*)
        FROM gone
        """

    /// Deletes what a guild answered before it was disabled, which nobody sees any more. `$1` how many at once. Gives how
    /// many.
    case purgeAnswers = """
        WITH gone AS (
            DELETE FROM autoresponder_answers
            WHERE ctid = ANY(ARRAY(
                SELECT a.ctid
                FROM autoresponder_purges p
                JOIN autoresponder_answers a ON a.guild_id = p.guild_id AND a.claimed_at < p.requested_at
                LIMIT $1::int8))
                AND claimed_at < (
                    SELECT p.requested_at FROM autoresponder_purges p WHERE p.guild_id = autoresponder_answers.guild_id)
            RETURNING message_id
        )
        SELECT count(*)
        FROM gone
        """

    /// Ends purges that have nothing left to delete. A check that was on its way when its guild was disabled may leave an
    /// answer after that: it's forgotten with age. One answer of a guild is looked for, so that no plan joins all with all. Gives how many.
    case endPurges = """
        WITH gone AS (
            DELETE FROM autoresponder_purges p
            WHERE requested_at < now() - interval '1 minute' AND (
                SELECT message_id
                FROM autoresponder_answers a
                WHERE a.guild_id = p.guild_id AND a.claimed_at < p.requested_at
                ORDER BY message_id
                LIMIT 1) IS NULL
            RETURNING guild_id
        )
        SELECT count(*)
        FROM gone
        """
}
