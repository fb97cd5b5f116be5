-- What was begun, or is due: effects on Discord that may be half-done, and what requests leave to be cleared away. One table, so that one
-- loop finds all of it and one rule says when it's tried again. A row is there only as long as something is in doubt or due.
-- One sequence for all fencing numbers: a row that is made anew never repeats a number of one that is gone.
CREATE SEQUENCE effect_fences;

COMMENT ON SEQUENCE effect_fences IS 'Fencing numbers of effects.';

CREATE TABLE effects (
    guild_id bigint NOT NULL,
    kind text COLLATE "C" NOT NULL,
    subject bigint NOT NULL,
    part bigint NOT NULL DEFAULT 0,
    fence bigint NOT NULL DEFAULT nextval('effect_fences'),
    in_doubt text,
    attempt bigint,
    first_sent_at timestamptz,
    last_sent_at timestamptz,
    requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    due_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    failures smallint NOT NULL DEFAULT 0,
    PRIMARY KEY (guild_id, kind, subject, part)
);

CREATE INDEX effects_due_at ON effects (due_at);

COMMENT ON TABLE effects IS 'What was begun on Discord and isn''t known to be done, and what is due in the background.';
COMMENT ON COLUMN effects.kind IS 'What it is, as EffectKind names it; a worker leaves alone what it doesn''t know.';
COMMENT ON COLUMN effects.subject IS 'What it is about: a message, panel, member, …; 0: the guild.';
COMMENT ON COLUMN effects.part IS 'Which part of that, where it has several; else 0.';
COMMENT ON COLUMN effects.fence IS
    'Raised by each claim and each new request; a worker writes only while the number it claimed under stands.';
COMMENT ON COLUMN effects.in_doubt IS 'What may be on its way to Discord, in the kind''s own words; NULL: nothing.';
COMMENT ON COLUMN effects.attempt IS
    'Part of the nonce of what is in doubt; the same until that is settled.';
COMMENT ON COLUMN effects.first_sent_at IS 'What is in doubt wasn''t there before this time.';
COMMENT ON COLUMN effects.last_sent_at IS 'When it was last about to be sent.';
COMMENT ON COLUMN effects.requested_at IS 'When it was last asked for.';
COMMENT ON COLUMN effects.due_at IS 'When somebody is to look after it, unless somebody is at it.';
COMMENT ON COLUMN effects.failures IS 'How often that failed in a row.';
