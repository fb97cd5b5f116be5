-- A key has the rights of whoever made it, for as long as they have them, and ends by itself if it's meant to. Keys made before,
-- and by service tokens, have no maker.
ALTER TABLE api_keys
    ADD COLUMN maker_id bigint CHECK (maker_id > 0),
    ADD COLUMN maker_confirmed_at timestamptz,
    ADD COLUMN last_used_at timestamptz,
    ADD COLUMN expires_at timestamptz;

COMMENT ON COLUMN api_keys.maker_id IS 'The user who made it; null: a service token did, or it is older than this column.';
COMMENT ON COLUMN api_keys.maker_confirmed_at IS 'When Discord last said that the maker administers the guild; null: when it was made.';
COMMENT ON COLUMN api_keys.last_used_at IS 'To about a minute.';
COMMENT ON COLUMN api_keys.expires_at IS 'From then on it counts for nothing; null: never.';
