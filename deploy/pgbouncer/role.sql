-- What each of Kennel's connections sets for itself where no pooler stands between.
ALTER ROLE kennel SET statement_timeout = '3s';
ALTER ROLE kennel SET lock_timeout = '1s';
ALTER ROLE kennel SET idle_in_transaction_session_timeout = '10s';
ALTER ROLE kennel SET enable_seqscan = off;
ALTER ROLE kennel SET enable_bitmapscan = off;
ALTER ROLE kennel SET jit = off;
ALTER ROLE kennel SET max_parallel_workers_per_gather = 0;
