-- Numbers of claims and generations. One sequence for all, so that an entry made anew never repeats a number of one
-- that is gone: a late write of the old claim can't hit it, and its post can't be taken for the old one.
CREATE SEQUENCE starboard_numbers;

COMMENT ON SEQUENCE starboard_numbers IS 'Fencing numbers and generations of starboard_entries.';
