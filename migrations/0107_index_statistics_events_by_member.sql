-- A member's rows are read, counted and deleted by an index: without it each of that looks at every row of the guild. It leads
-- with the member, not with the statistic, so that it serves all three.
CREATE INDEX statistics_events_member ON statistics_events (guild_id, user_id, kind, day, occurred_at, id);
