-- Discord adds kinds of activities; any number from 0 is taken. The table has open sessions only, so writing it anew is short.
ALTER TABLE presence_sessions
    DROP CONSTRAINT presence_sessions_activity_type_check,
    ALTER COLUMN activity_type TYPE integer,
    ADD CONSTRAINT presence_sessions_activity_type_check CHECK (activity_type >= 0);

COMMENT ON COLUMN presence_sessions.activity_type IS 'Discord''s number of the kind of activity.';
