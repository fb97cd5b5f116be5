-- What remains of the identity of an erased event, so that a repeat of it stays out: a hash, made in one place for those who erase
-- and those who store. One expression, so that it's inlined where it is called.
CREATE FUNCTION erased_identity(guild bigint, kind smallint, identity bigint) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN substring(sha256(int8send(guild) || int2send(kind) || int8send(identity)) FROM 1 FOR 16);

COMMENT ON FUNCTION erased_identity IS
    'The first 16 bytes of the SHA-256 of an event''s guild, statistic and identity; null where it has no identity.';
