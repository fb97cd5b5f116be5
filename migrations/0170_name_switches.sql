-- The bits of serverstats_settings.switches by name, as workers' Toggle has them, so that statements say which they mean. A test compares the
-- two. The planner sees the number, so indexes whose condition names bits serve as before.
CREATE FUNCTION switch(name text)
    RETURNS integer
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
    SELECT 1 << (array_position(ARRAY['counters', 'starboard', 'messages', 'commands', 'members', 'activities', 'voice', 'autoresponder',
        'tags', 'verifier', 'socials', 'rules', 'inviteTracker', 'reactionroles', 'welcoming', 'tempchannels', 'tickets', 'reminders',
        'giveaways', 'polls'], name) - 1)
$$;

COMMENT ON FUNCTION switch IS 'The bit of a switch of serverstats; NULL: there is none of this name.';
