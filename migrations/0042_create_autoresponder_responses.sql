-- What is answered. A response never changes; it is only deleted.
CREATE TABLE autoresponder_responses (
    guild_id bigint NOT NULL,
    response_id bigint NOT NULL DEFAULT nextval('autoresponder_ids'),
    response_type smallint NOT NULL CHECK (response_type BETWEEN 1 AND 3),
    response_content text,
    emoji_name text,
    emoji_id bigint,
    PRIMARY KEY (guild_id, response_id)
);

COMMENT ON TABLE autoresponder_responses IS 'Messages, embeds and reactions that triggers send.';
COMMENT ON COLUMN autoresponder_responses.response_type IS '1 message, 2 embeds, 3 reaction.';
COMMENT ON COLUMN autoresponder_responses.response_content IS
    'The text with its variables, or JSON of embeds; may be null for a reaction.';
