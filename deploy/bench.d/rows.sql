-- psql: multiplies the one message that the API stored until there are :rows of them, one every microsecond since.
INSERT INTO statistics_events (guild_id, kind, day, occurred_at, identity, user_id, channel_id)
SELECT guild_id, kind, day, occurred_at + step * interval '1 microsecond', identity + step, user_id, channel_id
FROM (SELECT * FROM statistics_events WHERE guild_id = :guild) AS one,
    generate_series(2, :rows) AS step;
ANALYZE statistics_events;
