-- pgbench: 500 rows as Kennel stores them, one statement, one commit.
\set id random(1, 4000000000000000000)
INSERT INTO statistics_events (guild_id, kind, day, occurred_at, identity, user_id, channel_id)
SELECT :first_guild::int8 + n, 1, (now() AT TIME ZONE 'UTC')::date, now(), :id::int8 + n, 200000000000000007, 300000000000000008
FROM generate_series(1, 500) AS n;
