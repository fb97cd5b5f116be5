-- Events whose member was erased: one that is posted again, by a fleet that repeats itself, is not stored again.
CREATE TABLE statistics_erased_identities (
    guild_id bigint NOT NULL,
    digest bytea NOT NULL,
    erased_at timestamptz NOT NULL,
    PRIMARY KEY (guild_id, digest)
);

CREATE INDEX statistics_erased_identities_erased_at ON statistics_erased_identities (erased_at);

COMMENT ON TABLE statistics_erased_identities IS
    'Hashes of the identities of erased events. Kept 48 hours; they outlive the module being disabled, for the wish is the member''s.';
COMMENT ON COLUMN statistics_erased_identities.digest IS 'erased_identity() of the event.';
