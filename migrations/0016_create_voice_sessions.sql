-- Open voice sessions. A closed one moves to statistics_events.
CREATE TABLE voice_sessions (
    guild_id bigint NOT NULL,
    user_id bigint NOT NULL,
    channel_id bigint NOT NULL,
    started_at timestamptz NOT NULL,
    id bigint NOT NULL DEFAULT nextval('statistics_ids'),
    PRIMARY KEY (guild_id, user_id)
);

CREATE INDEX voice_sessions_started_at ON voice_sessions (guild_id, started_at, id);

COMMENT ON TABLE voice_sessions IS
    'Who is in which voice channel now. Rows older than the settings'' enabled_at count for nothing.';
COMMENT ON COLUMN voice_sessions.id IS 'The session keeps it when it closes.';
