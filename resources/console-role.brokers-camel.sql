-- What the console's database role may do on a brokers-camel schema, and nothing else (requirement L14).
-- Made from the statement catalogue by `npm run console-role`; `tenantctl connection doctor` prints the same for a live schema.
-- Run as the owner of the tables, in the portal's database. The role is made once, with a password of its own:
--   CREATE ROLE tenant_console LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD '…';
REVOKE ALL ON ALL TABLES IN SCHEMA "public" FROM "tenant_console";
REVOKE ALL ON SCHEMA "public" FROM "tenant_console";
GRANT USAGE ON SCHEMA "public" TO "tenant_console";
GRANT SELECT ("action", "actorId", "createdAt", "entityId", "id", "metadata", "tenantId") ON "public"."audit_logs" TO "tenant_console";
GRANT INSERT ON "public"."audit_logs" TO "tenant_console";
GRANT SELECT ("croNumber", "id", "legalName") ON "public"."brokers" TO "tenant_console";
GRANT INSERT ON "public"."brokers" TO "tenant_console";
GRANT DELETE ON "public"."brokers" TO "tenant_console";
GRANT SELECT ("brokerId", "id", "xmin") ON "public"."compliance_calendar" TO "tenant_console";
GRANT INSERT ON "public"."compliance_calendar" TO "tenant_console";
GRANT DELETE ON "public"."compliance_calendar" TO "tenant_console";
GRANT SELECT ("id", "memberId", "xmin") ON "public"."contributions" TO "tenant_console";
GRANT SELECT ("id", "schemeId", "xmin") ON "public"."documents" TO "tenant_console";
GRANT SELECT ("brokerId", "id", "xmin") ON "public"."email_templates" TO "tenant_console";
GRANT INSERT ON "public"."email_templates" TO "tenant_console";
GRANT DELETE ON "public"."email_templates" TO "tenant_console";
GRANT SELECT ("brokerId", "id", "xmin") ON "public"."employers" TO "tenant_console";
GRANT SELECT ("id", "memberId", "xmin") ON "public"."fund_choices" TO "tenant_console";
GRANT SELECT ("id", "schemeId", "xmin") ON "public"."key_function_holders" TO "tenant_console";
GRANT SELECT ("id", "schemeId", "xmin") ON "public"."members" TO "tenant_console";
GRANT SELECT ("id", "schemeId", "xmin") ON "public"."ora_reports" TO "tenant_console";
GRANT SELECT ("employerId", "id", "xmin") ON "public"."schemes" TO "tenant_console";
GRANT SELECT ("brokerId", "email", "id", "role", "xmin") ON "public"."users" TO "tenant_console";
GRANT INSERT ON "public"."users" TO "tenant_console";
GRANT UPDATE ("mustChangePassword", "passwordHash", "role", "updatedAt") ON "public"."users" TO "tenant_console";
GRANT DELETE ON "public"."users" TO "tenant_console";
GRANT SELECT ("id", "schemeId", "xmin") ON "public"."written_policies" TO "tenant_console";
