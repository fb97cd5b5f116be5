-- How often each name stands in some texts, in the names' order: what every module tells a member who asks.
CREATE FUNCTION count_names(texts text[], names text[]) RETURNS bigint[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT ARRAY(
        SELECT (SELECT coalesce(sum(occurrences(given.content, wanted.name)), 0)::bigint FROM unnest(texts) AS given (content))
        FROM unnest(names) WITH ORDINALITY AS wanted (name, place)
        ORDER BY place)
$$;

COMMENT ON FUNCTION count_names IS 'How often each name occurs in the texts together, as occurrences counts them.';
