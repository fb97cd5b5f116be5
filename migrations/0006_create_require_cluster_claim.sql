-- A worker that was paused may wake up after its share of a run was given to another one. What it still wants to write
-- goes together with a call of this, which fails the whole transaction unless the claim stands, and keeps it standing
-- until the transaction ends.
CREATE FUNCTION require_cluster_claim(claimed_run bigint, claimed_shard smallint, claim bigint)
    RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM
    FROM cluster_run_shards
    WHERE run_id = claimed_run
        AND shard = claimed_shard
        AND fencing = claim
        AND finished_at IS NULL
    FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the claim of run % shard % is lost', claimed_run, claimed_shard
            USING ERRCODE = 'KN001';
    END IF;
END
$$;

COMMENT ON FUNCTION require_cluster_claim IS
    'Fails with SQLSTATE KN001 unless the shard is claimed under this fencing number';
