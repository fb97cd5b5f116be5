-- Which guilds a run of counters/update comes to, said once for the run and for whoever asks how many are left.
CREATE VIEW guilds_to_refresh AS
SELECT s.guild_id, s.enabled_at, s.switches, r.run_id, r.failure,
    (r.retry_at IS NULL OR r.retry_at <= now() OR r.refreshed_at < s.enabled_at) AS is_due
FROM serverstats_settings s
LEFT JOIN counter_refreshes r ON r.guild_id = s.guild_id
WHERE s.switches & (switch('counters') | switch('members') | switch('activities')) <> 0
    AND (s.switches & (switch('members') | switch('activities')) <> 0
        OR EXISTS (SELECT FROM counters c WHERE c.guild_id = s.guild_id));

COMMENT ON VIEW guilds_to_refresh IS
    'Guilds with counters or samples, and what the last run that came to them made of them; is_due: Discord doesn''t refuse them for now.';
