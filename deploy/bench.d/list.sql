-- pgbench: the rows that `GET stats/messages/sent` lists, in the same order.
\set guild :first_guild + 1
SELECT id, guild_id, channel_id, identity, user_id, occurred_at FROM statistics_events
WHERE guild_id = :guild AND kind = :kind AND day >= (now() AT TIME ZONE 'UTC')::date - 1
    AND occurred_at >= now() - interval '1 day'
ORDER BY day, occurred_at, id;
