-- Which guild's modules changed, in the order of commits: the fleet asks for what came after a number (GET /modules).
CREATE TABLE module_changes (
    guild_id bigint NOT NULL PRIMARY KEY,
    change bigint NOT NULL
);

CREATE UNIQUE INDEX module_changes_by_change ON module_changes (change);

COMMENT ON TABLE module_changes IS 'Every guild that ever had a module on, with the number of its last change.';

-- One row, locked until the commit of whoever raises it: numbers are in the order of commits, so nobody who has read up to one
-- can miss a lower one.
CREATE TABLE module_change_numbers (
    singleton boolean NOT NULL PRIMARY KEY DEFAULT true CHECK (singleton),
    last bigint NOT NULL
);

COMMENT ON TABLE module_change_numbers IS 'The number of the last change of any guild''s modules.';

INSERT INTO module_changes (guild_id, change)
SELECT guild_id, row_number() OVER (ORDER BY guild_id)
FROM (
    SELECT guild_id FROM serverstats_settings
    UNION SELECT guild_id FROM autoresponder_guilds
    UNION SELECT guild_id FROM reactionroles_settings
    UNION SELECT guild_id FROM invite_tracker_settings
) AS guilds;

INSERT INTO module_change_numbers (last)
SELECT coalesce(max(change), 0) FROM module_changes;

CREATE FUNCTION note_module_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    guild bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.guild_id ELSE NEW.guild_id END;
    number bigint;
BEGIN
    UPDATE module_change_numbers SET last = last + 1 RETURNING last INTO number;
    INSERT INTO module_changes (guild_id, change)
    VALUES (guild, number)
    ON CONFLICT (guild_id) DO UPDATE SET change = excluded.change;
    PERFORM pg_notify('kennel_modules', '');
    RETURN NULL;
END
$$;

-- Deferred to the commit, so that the number's row is locked for as short as can be.
CREATE CONSTRAINT TRIGGER note_module_change AFTER INSERT OR DELETE ON serverstats_settings
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note_module_change();
CREATE CONSTRAINT TRIGGER note_switches AFTER UPDATE ON serverstats_settings
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.switches <> NEW.switches)
    EXECUTE FUNCTION note_module_change();
CREATE CONSTRAINT TRIGGER note_module_change AFTER INSERT OR DELETE ON autoresponder_guilds
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note_module_change();
CREATE CONSTRAINT TRIGGER note_module_change AFTER INSERT OR DELETE ON reactionroles_settings
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note_module_change();
CREATE CONSTRAINT TRIGGER note_module_change AFTER INSERT OR DELETE ON invite_tracker_settings
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note_module_change();

-- Every guild that ever had a module on, with what it has on now.
CREATE VIEW guild_modules AS
SELECT c.change, c.guild_id, s.switches, a.guild_id IS NOT NULL AS has_autoresponder,
    r.guild_id IS NOT NULL AS has_reactionroles, i.guild_id IS NOT NULL AS has_invite_tracker
FROM module_changes c
LEFT JOIN serverstats_settings s ON s.guild_id = c.guild_id
LEFT JOIN autoresponder_guilds a ON a.guild_id = c.guild_id
LEFT JOIN reactionroles_settings r ON r.guild_id = c.guild_id
LEFT JOIN invite_tracker_settings i ON i.guild_id = c.guild_id;

COMMENT ON VIEW guild_modules IS 'Which guild has which modules on; switches are those of serverstats, NULL where that is off.';
