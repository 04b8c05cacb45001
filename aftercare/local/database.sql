-- Inside a new database that aftercare_owner owns, by a superuser: extensions, and what the application may do.
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO aftercare_app;
GRANT USAGE, CREATE ON SCHEMA public TO aftercare_owner;
ALTER DEFAULT PRIVILEGES FOR ROLE aftercare_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO aftercare_app;
ALTER DEFAULT PRIVILEGES FOR ROLE aftercare_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO aftercare_app;
