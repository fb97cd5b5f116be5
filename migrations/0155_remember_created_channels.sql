-- A PUT with "create" that is repeated, because its answer was lost, must find the channel that the first one made.
ALTER TABLE serverstats_settings
    ADD COLUMN created_category_id bigint,
    ADD COLUMN created_starboard_id bigint;

COMMENT ON COLUMN serverstats_settings.created_category_id IS
    'The category that "create" made last; while it exists and the settings name it, "create" makes no other.';
COMMENT ON COLUMN serverstats_settings.created_starboard_id IS 'Likewise the channel of the starboard.';
