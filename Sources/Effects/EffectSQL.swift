import Postgres

/// The statements on effects. Most name one effect: `$1` guild, `$2` kind, `$3` subject, `$4` part.
enum EffectSQL: String, SQL {
    /// Claims an effect, for kinds whose own statement doesn't.
    case claim = """
        SELECT fence, in_doubt, attempt, first_sent_at, last_sent_at, claimed_at
        FROM claim_effect($1::int8, $2::text, $3::int8, $4::int8, true)
        """

    /// `$5` fence. First in a transaction: makes it fail if the claim is lost.
    case require = """
        SELECT require_effect_claim($1::int8, $2::text, $3::int8, $4::int8, $5::int8)
        """

    /// Records a call about to be sent. `$5` the call, `$6` the attempt's number, `$7` whether nothing of this attempt exists yet.
    case begin = """
        UPDATE effects
        SET in_doubt = $5::text, attempt = $6::int8, last_sent_at = clock_timestamp(),
            first_sent_at = CASE WHEN $7::bool THEN clock_timestamp() ELSE coalesce(first_sent_at, clock_timestamp()) END
        WHERE guild_id = $1::int8 AND kind = $2::text AND subject = $3::int8 AND part = $4::int8
        """

    /// Nothing is in doubt any more; the claim continues.
    case clear = """
        UPDATE effects
        SET in_doubt = NULL, attempt = NULL, first_sent_at = NULL, last_sent_at = NULL
        WHERE guild_id = $1::int8 AND kind = $2::text AND subject = $3::int8 AND part = $4::int8
        """

    /// The effect is done.
    case settle = """
        DELETE FROM effects
        WHERE guild_id = $1::int8 AND kind = $2::text AND subject = $3::int8 AND part = $4::int8
        """

    /// As ``settle``, unless it was claimed or requested again. `$5` fence.
    case settleIfUntouched = """
        DELETE FROM effects
        WHERE guild_id = $1::int8 AND kind = $2::text AND subject = $3::int8 AND part = $4::int8 AND fence = $5::int8
        """

    /// Makes an effect due now, under a new fence: its current holder hasn't done it.
    case request = """
        INSERT INTO effects (guild_id, kind, subject, part)
        VALUES ($1::int8, $2::text, $3::int8, $4::int8)
        ON CONFLICT (guild_id, kind, subject, part) DO UPDATE
        SET fence = excluded.fence, requested_at = excluded.requested_at, due_at = excluded.due_at
        """

    /// Marks an effect as in doubt: a change just made on Discord may have overtaken its holder.
    case suspect = """
        INSERT INTO effects AS e (guild_id, kind, subject, part, in_doubt)
        VALUES ($1::int8, $2::text, $3::int8, $4::int8, 'unknown')
        ON CONFLICT (guild_id, kind, subject, part) DO UPDATE
        SET fence = excluded.fence, in_doubt = coalesce(e.in_doubt, excluded.in_doubt), due_at = excluded.due_at
        """

    /// Extends the lease of an effect that is being worked on.
    case renew = """
        UPDATE effects
        SET due_at = clock_timestamp() + interval '20 seconds'
        WHERE guild_id = $1::int8 AND kind = $2::text AND subject = $3::int8 AND part = $4::int8
        """

    /// Ends the lease after a portion, or when a worker stops: any worker may continue.
    case release = """
        UPDATE effects
        SET due_at = clock_timestamp(), failures = 0
        WHERE guild_id = $1::int8 AND kind = $2::text AND subject = $3::int8 AND part = $4::int8
        """

    /// After a failure: due again after 2, 4, 8 … 3,600 seconds.
    case postpone = """
        UPDATE effects
        SET failures = least(failures + 1, 100),
            due_at = clock_timestamp() + make_interval(secs => least(3600, 2 ^ least(failures + 1, 12)))
        WHERE guild_id = $1::int8 AND kind = $2::text AND subject = $3::int8 AND part = $4::int8
        """

    /// No row: it isn't requested. The columns are those of ``lease``.
    case find = """
        SELECT guild_id, kind, subject, part, fence, requested_at
        FROM effects
        WHERE guild_id = $1::int8 AND kind = $2::text AND subject = $3::int8 AND part = $4::int8
        """

    /// Leases effects that are due, so that no two workers take the same one. Among the first thousand, each guild gets one before
    /// any gets a second. `$1` kinds, `$2` how many.
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
