-- How often a name stands in a text: what members are told about texts that name them, the same in every module.
-- One expression, so that it's inlined where it is called.
CREATE FUNCTION occurrences(content text, name text) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN coalesce(
        (octet_length(content) - octet_length(replace(content, name, ''))) / nullif(octet_length(name), 0), 0);

COMMENT ON FUNCTION occurrences IS
    'How often a name stands in a text, letter by letter, without overlaps; 0 where either is null or the name empty';
