-- psql: multiplies the one row that the API stored until there are :rows of them, one every microsecond since.
INSERT INTO statistics_events (guild_id, kind, day, occurred_at, user_id, text)
SELECT guild_id, kind, day, occurred_at + step * interval '1 microsecond', user_id, text
FROM (SELECT * FROM statistics_events WHERE guild_id = :guild AND text = 'ping' ORDER BY id LIMIT 1) AS one,
    generate_series(2, :rows) AS step;
ANALYZE statistics_events;
