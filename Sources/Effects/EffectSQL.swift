import Postgres

/// The statements about effects. Most name one: `$1` guild, `$2` kind, `$3` subject, `$4` part.
enum EffectSQL: String, SQL {
    /// Claims an effect that no other statement claims.
    case claim = """
        SELECT fence, in_doubt, attempt, first_sent_at, last_sent_at, claimed_at
        FROM claim_effect($1::int8, $2::text, $3::int8, $4::int8, true)
        """

    /// `$5` fence. Comes first in a transaction, which fails where the claim is lost.
    case require = """
        SELECT require_effect_claim($1::int8, $2::text, $3::int8, $4::int8, $5::int8)
        """

    /// Something is about to be sent to Discord. `$5` what, `$6` the attempt's number, `$7` whether nothing of this attempt is there yet.
    case begin = """
        UPDATE effects
        SET in_doubt = $5::text, attempt = $6::int8, last_sent_at = clock_timestamp(),
            first_sent_at = CASE WHEN $7::bool THEN clock_timestamp() ELSE coalesce(first_sent_at, clock_timestamp()) END
        WHERE guild_id = $1::int8 AND kind = $2::text AND subject = $3::int8 AND part = $4::int8
        """

    /// Nothing is in doubt any more; the claim goes on.
    case clear = """
        UPDATE effects
        SET in_doubt = NULL, attempt = NULL, first_sent_at = NULL, last_sent_at = NULL
        WHERE guild_id = $1::int8 AND kind = $2::text AND subject = $3::int8 AND part = $4::int8
        """

    /// All is as it should be.
    case settle = """
        DELETE FROM effects
        WHERE guild_id = $1::int8 AND kind = $2::text AND subject = $3::int8 AND part = $4::int8
        """

    /// As ``settle``, unless it was claimed or asked for again. `$5` fence.
    case settleIfUntouched = """
        DELETE FROM effects
        WHERE guild_id = $1::int8 AND kind = $2::text AND subject = $3::int8 AND part = $4::int8 AND fence = $5::int8
        """

    /// Is to be looked after in the background at once; whoever is at it hasn't done it.
    case request = """
        INSERT INTO effects (guild_id, kind, subject, part)
        VALUES ($1::int8, $2::text, $3::int8, $4::int8)
        ON CONFLICT (guild_id, kind, subject, part) DO UPDATE
        SET fence = excluded.fence, requested_at = excluded.requested_at, due_at = excluded.due_at
        """

    /// Whoever has it may have been overtaken by what was just done at Discord.
    case suspect = """
        INSERT INTO effects AS e (guild_id, kind, subject, part, in_doubt)
        VALUES ($1::int8, $2::text, $3::int8, $4::int8, 'unknown')
        ON CONFLICT (guild_id, kind, subject, part) DO UPDATE
        SET fence = excluded.fence, in_doubt = coalesce(e.in_doubt, excluded.in_doubt), due_at = excluded.due_at
        """

    /// Somebody is still at it.
    case renew = """
        UPDATE effects
        SET due_at = clock_timestamp() + interval '20 seconds'
        WHERE guild_id = $1::int8 AND kind = $2::text AND subject = $3::int8 AND part = $4::int8
        """

    /// A portion of it was done, or a worker stops: to be gone on with by whoever is free.
    case release = """
        UPDATE effects
        SET due_at = clock_timestamp(), failures = 0
        WHERE guild_id = $1::int8 AND kind = $2::text AND subject = $3::int8 AND part = $4::int8
        """

    /// It failed; again after 2, 4, 8 … 3,600 seconds.
    case postpone = """
        UPDATE effects
        SET failures = least(failures + 1, 100),
            due_at = clock_timestamp() + make_interval(secs => least(3600, 2 ^ least(failures + 1, 12)))
        WHERE guild_id = $1::int8 AND kind = $2::text AND subject = $3::int8 AND part = $4::int8
        """

    /// No row: it isn't asked for. Columns as those of ``lease``.
    case find = """
        SELECT guild_id, kind, subject, part, fence, requested_at
        FROM effects
        WHERE guild_id = $1::int8 AND kind = $2::text AND subject = $3::int8 AND part = $4::int8
        """

    /// Takes some that are due for a while, so that no two workers do the same. Of the first thousand each guild has its turn before one
    /// has its second. `$1` kinds, `$2` how many.
    case lease = """
        WITH first AS MATERIALIZED (
            SELECT guild_id, kind, subject, part, due_at
            FROM effects
            WHERE due_at <= clock_timestamp()
            ORDER BY due_at
            LIMIT 1000
        ), placed AS MATERIALIZED (
            SELECT *, row_number() OVER (PARTITION BY guild_id ORDER BY due_at) AS place
            FROM first
            WHERE kind = ANY($1::text[])
            ORDER BY place, due_at
            LIMIT $2::int8
        ), free AS MATERIALIZED (
            SELECT e.guild_id, e.kind, e.subject, e.part
            FROM placed p
            JOIN effects e USING (guild_id, kind, subject, part)
            WHERE e.due_at <= clock_timestamp()
            FOR UPDATE OF e SKIP LOCKED
        )
        UPDATE effects e
        SET due_at = clock_timestamp() + interval '20 seconds'
        FROM free f
        WHERE e.guild_id = f.guild_id AND e.kind = f.kind AND e.subject = f.subject AND e.part = f.part
        RETURNING e.guild_id, e.kind, e.subject, e.part, e.fence, e.requested_at
        """
}
