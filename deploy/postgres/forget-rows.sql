-- PostgreSQL keeps the bytes of deleted rows in its files until something is written over them. This
-- writes every table anew, so that nothing is left of what was erased. As a superuser, in the
-- database of the registry:
--   psql --dbname=bonafide --file=forget-rows.sql
-- Each table is locked while it is written; docs/runbook.md says for how long, and how often to run it.

-- The planner's picture first: it may hold samples of what is gone.
ANALYZE;
VACUUM (FULL);

-- A new segment of the log, and the old ones go (wal_recycle = off).
SELECT pg_switch_wal();
CHECKPOINT;
