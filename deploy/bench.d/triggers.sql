-- The autoresponder in 200 guilds of its own, with 100 triggers each.
INSERT INTO autoresponder_guilds (guild_id, enabled_at)
SELECT :first_guild + 500000 + n, now()
FROM generate_series(1, 200) AS n
ON CONFLICT DO NOTHING;
INSERT INTO autoresponder_triggers (guild_id, trigger_type, match_case, trigger, allowed_channels, ignored_channels,
    allowed_roles, ignored_roles, response_ids)
SELECT :first_guild + 500000 + n, 2 + t % 3, t % 5 = 0, 'trigger number ' || t, '{}', '{}', '{}', '{}', '{}'
FROM generate_series(1, 200) AS n, generate_series(1, 100) AS t;
