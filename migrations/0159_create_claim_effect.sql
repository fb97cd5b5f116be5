-- Claims an effect: whoever claimed it before writes nothing any more. A statement of a kind joins it to what it reads, so that a claim takes
-- no round trip of its own. Whoever lives on has the due time moved before it comes.
CREATE FUNCTION claim_effect(
    of_guild bigint, of_kind text, of_subject bigint, of_part bigint, is_wanted boolean, begun text DEFAULT NULL,
    OUT fence bigint, OUT in_doubt text, OUT attempt bigint, OUT first_sent_at timestamptz, OUT last_sent_at timestamptz,
    OUT claimed_at timestamptz)
    RETURNS SETOF record
    LANGUAGE sql
AS $$
    INSERT INTO effects AS e (guild_id, kind, subject, part, in_doubt, due_at)
    SELECT of_guild, of_kind, of_subject, of_part, begun, clock_timestamp() + interval '5 seconds'
    WHERE is_wanted
    ON CONFLICT (guild_id, kind, subject, part) DO UPDATE
    SET fence = nextval('effect_fences'), in_doubt = coalesce(begun, e.in_doubt), due_at = greatest(e.due_at, excluded.due_at)
    RETURNING e.fence, e.in_doubt, e.attempt, e.first_sent_at, e.last_sent_at, clock_timestamp()
$$;

COMMENT ON FUNCTION claim_effect IS
    'Claims an effect, where it is wanted, and gives the new fencing number and what is in doubt; begun: from now on.';

-- What a claim writes goes together with a call of this, which fails the whole transaction unless the claim stands, and keeps it standing
-- until the transaction ends.
CREATE FUNCTION require_effect_claim(of_guild bigint, of_kind text, of_subject bigint, of_part bigint, claim bigint)
    RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM
    FROM effects e
    WHERE e.guild_id = of_guild AND e.kind = of_kind AND e.subject = of_subject AND e.part = of_part AND e.fence = claim
    FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the claim of % % of guild % is lost', of_kind, of_subject, of_guild
            USING ERRCODE = 'KN001';
    END IF;
END
$$;

COMMENT ON FUNCTION require_effect_claim IS
    'Fails with SQLSTATE KN001 unless the effect is claimed under this fencing number';
