-- Three roles, each with the least that its work needs. For psql, once, as a superuser, in the
-- database of the registry:
--   psql --dbname=bonafide --file=roles.sql
--   bonafide_owner    owns the tables; only `registry db upgrade` uses it
--   bonafide_service  the service and its jobs: reads and writes rows, changes no table; may ask for
--                     a checkpoint
--   bonafide_backup   pg_dump: reads, writes nothing
-- Passwords are read from BONAFIDE_SECRETS/{owner,service,backup} (default /run/secrets), one line
-- each, and reach neither the command line nor the log of statements.

\set ON_ERROR_STOP on
\set owner_password `head -n 1 "${BONAFIDE_SECRETS:-/run/secrets}/owner"`
\set service_password `head -n 1 "${BONAFIDE_SECRETS:-/run/secrets}/service"`
\set backup_password `head -n 1 "${BONAFIDE_SECRETS:-/run/secrets}/backup"`

SET log_statement = 'none';
SET log_min_error_statement = 'panic';
SET password_encryption = 'scram-sha-256';

BEGIN;

CREATE ROLE bonafide_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION
    CONNECTION LIMIT 5 PASSWORD :'owner_password';
CREATE ROLE bonafide_service LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION
    CONNECTION LIMIT 200 PASSWORD :'service_password';
CREATE ROLE bonafide_backup LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION
    CONNECTION LIMIT 3 PASSWORD :'backup_password';

REVOKE ALL ON DATABASE :"DBNAME" FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT CONNECT ON DATABASE :"DBNAME" TO bonafide_owner, bonafide_service, bonafide_backup;
GRANT USAGE, CREATE ON SCHEMA public TO bonafide_owner;
GRANT USAGE ON SCHEMA public TO bonafide_service, bonafide_backup;

-- What was erased leaves the log within a day: the job finish-erasures ends its segments.
GRANT EXECUTE ON FUNCTION pg_switch_wal() TO bonafide_service;
GRANT pg_checkpoint TO bonafide_service;

-- Whatever the owner makes from now on, the others may use as said above.
ALTER DEFAULT PRIVILEGES FOR ROLE bonafide_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO bonafide_service;
ALTER DEFAULT PRIVILEGES FOR ROLE bonafide_owner IN SCHEMA public
    GRANT SELECT ON TABLES TO bonafide_backup;

COMMIT;
