-- Numbers that workers' enums have in columns, by name, so that statements say which they mean. A test compares the two.
CREATE FUNCTION panel_state(name text)
    RETURNS smallint
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT (array_position(ARRAY['standing', 'posting', 'deleting'], name) - 1)::smallint $$;

COMMENT ON FUNCTION panel_state IS 'A state of reactionroles_panels; NULL: there is none of this name.';

CREATE FUNCTION grant_state(name text)
    RETURNS smallint
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT (array_position(ARRAY['giving', 'given', 'taking', 'heeded', 'takingHeeded'], name) - 1)::smallint $$;

COMMENT ON FUNCTION grant_state IS 'A state of reactionroles_grants; NULL: there is none of this name.';

CREATE FUNCTION use_kind(name text)
    RETURNS smallint
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT (array_position(ARRAY['waiting', 'invite', 'vanity', 'usedUp', 'unknown', 'ambiguous'], name) - 1)::smallint $$;

COMMENT ON FUNCTION use_kind IS 'A kind of invite_tracker_uses; NULL: there is none of this name.';

CREATE FUNCTION member_status(name text)
    RETURNS smallint
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT (array_position(ARRAY['offline', 'online', 'idle', 'dnd'], name) - 1)::smallint $$;

COMMENT ON FUNCTION member_status IS 'A status of member_statuses; NULL: there is none of this name.';
