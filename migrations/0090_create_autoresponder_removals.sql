-- What disabling has taken away is still to be listed in its answer, which may be long and its reader slow. So triggers and
-- responses are put under the negative number of their removal, where nobody who asks for a guild finds them, and deleted some
-- time later, whatever became of the answer.
CREATE TABLE autoresponder_removals (
    guild_id bigint NOT NULL,
    removal_id bigint NOT NULL DEFAULT nextval('autoresponder_ids'),
    requested_at timestamptz NOT NULL,
    PRIMARY KEY (guild_id, removal_id)
);

COMMENT ON TABLE autoresponder_removals IS
    'What was disabled or deleted lately: its triggers and responses have -removal_id for guild_id until they are deleted.';
