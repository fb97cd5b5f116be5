-- The counters of the guilds: locked voice channels whose names tell numbers.
CREATE TABLE counters (
    guild_id bigint NOT NULL,
    counter_id bigint GENERATED ALWAYS AS IDENTITY,
    counter_type smallint NOT NULL CHECK (counter_type BETWEEN 1 AND 10),
    format text NOT NULL,
    role_id bigint,
    goal_count integer CHECK (goal_count >= 1),
    channel_id bigint NOT NULL,
    name text,
    renamed_at timestamptz,
    renamed_before timestamptz,
    PRIMARY KEY (guild_id, counter_id)
);

CREATE UNIQUE INDEX counters_channel ON counters (guild_id, channel_id);

COMMENT ON TABLE counters IS 'The counters of the guilds, at most 50 each.';
COMMENT ON COLUMN counters.counter_id IS 'Never used again, in no guild.';
COMMENT ON COLUMN counters.role_id IS 'Of types 3 and 7.';
COMMENT ON COLUMN counters.name IS
    'The name the channel has; null while a rename is on its way, or its outcome is unknown.';
COMMENT ON COLUMN counters.renamed_at IS 'The last rename; Discord takes two in ten minutes.';
COMMENT ON COLUMN counters.renamed_before IS 'The one before.';
