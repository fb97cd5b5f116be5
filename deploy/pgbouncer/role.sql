-- For the role that serves: what each of Kennel's connections sets for itself where no pooler stands between. Through
-- one, statements are planned anew each time, for tables as large as they are, so nothing is said about scans.
-- Migrations may take longer: they run as the owner, past pgbouncer.
ALTER ROLE kennel_serves SET statement_timeout = '3s';
ALTER ROLE kennel_serves SET lock_timeout = '1s';
ALTER ROLE kennel_serves SET idle_in_transaction_session_timeout = '10s';
ALTER ROLE kennel_serves SET jit = off;
ALTER ROLE kennel_serves SET max_parallel_workers_per_gather = 0;
