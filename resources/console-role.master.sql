-- What the console's database role may do on a master schema, and nothing else (requirement L14).
-- Made from the statement catalogue by `npm run console-role`; `tenantctl connection doctor` prints the same for a live schema.
-- Run as the owner of the tables, in the portal's database. The role is made once, with a password of its own:
--   CREATE ROLE tenant_console LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD '…';
REVOKE ALL ON ALL TABLES IN SCHEMA "identity" FROM "tenant_console";
REVOKE ALL ON SCHEMA "identity" FROM "tenant_console";
GRANT USAGE ON SCHEMA "identity" TO "tenant_console";
GRANT SELECT ON "identity"."db_server" TO "tenant_console";
GRANT SELECT ("job_id", "phase") ON "identity"."job_phase" TO "tenant_console";
GRANT INSERT ON "identity"."job_phase" TO "tenant_console";
GRANT SELECT ON "identity"."tenant" TO "tenant_console";
GRANT INSERT ON "identity"."tenant" TO "tenant_console";
GRANT UPDATE ("status") ON "identity"."tenant" TO "tenant_console";
GRANT DELETE ON "identity"."tenant" TO "tenant_console";
GRANT SELECT ON "identity"."tenant_audit" TO "tenant_console";
GRANT INSERT ON "identity"."tenant_audit" TO "tenant_console";
