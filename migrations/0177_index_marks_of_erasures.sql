-- A member who refuses data collection keeps their row, so an old mark in it is no reason to look at it again and again.
CREATE INDEX serverstats_members_expiring ON serverstats_members (erased_at) WHERE NOT is_refusing;
DROP INDEX serverstats_members_erased_at;
