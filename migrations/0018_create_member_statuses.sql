-- The status the fleet last reported of each member: what the counters of online and dnd members count.
CREATE TABLE member_statuses (
    guild_id bigint NOT NULL,
    member_id bigint NOT NULL,
    status smallint NOT NULL CHECK (status BETWEEN 0 AND 3),
    reported_at timestamptz NOT NULL,
    PRIMARY KEY (guild_id, member_id)
);

COMMENT ON TABLE member_statuses IS
    'Current statuses. Rows older than the settings'' enabled_at count for nothing.';
COMMENT ON COLUMN member_statuses.status IS '0 offline, 1 online, 2 idle, 3 dnd.';
