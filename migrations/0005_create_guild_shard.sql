-- Which of the 64 shards of a cluster run a guild belongs to; the same for every job and every worker.
CREATE FUNCTION guild_shard(guild_id bigint) RETURNS smallint
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN (hashint8extended(guild_id, 0) & 63)::smallint;

COMMENT ON FUNCTION guild_shard IS 'The shard, 0 to 63, of cluster runs that a guild belongs to';
