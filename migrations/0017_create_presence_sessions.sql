-- Open presence sessions, one for each current activity of a member. A closed one moves to statistics_events.
CREATE TABLE presence_sessions (
    guild_id bigint NOT NULL,
    user_id bigint NOT NULL,
    activity_type smallint NOT NULL CHECK (activity_type BETWEEN 0 AND 5),
    name text NOT NULL,
    details text,
    state text,
    started_at timestamptz NOT NULL,
    id bigint NOT NULL DEFAULT nextval('statistics_ids'),
    PRIMARY KEY (guild_id, user_id, activity_type, name)
);

CREATE INDEX presence_sessions_started_at ON presence_sessions (guild_id, started_at, id);

COMMENT ON TABLE presence_sessions IS
    'What members are doing now. Rows older than the settings'' enabled_at count for nothing.';
COMMENT ON COLUMN presence_sessions.id IS 'The session keeps it when it closes.';
