-- What the console's database role may do on a brokers-snake schema, and nothing else (requirement L14).
-- Made from the statement catalogue by `npm run console-role`; `tenantctl connection doctor` prints the same for a live schema.
-- Run as the owner of the tables, in the portal's database. The role is made once, with a password of its own:
--   CREATE ROLE tenant_console LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD '…';
REVOKE ALL ON ALL TABLES IN SCHEMA "public" FROM "tenant_console";
REVOKE ALL ON SCHEMA "public" FROM "tenant_console";
GRANT USAGE ON SCHEMA "public" TO "tenant_console";
GRANT SELECT ("action", "actor_id", "created_at", "entity_id", "id", "metadata", "tenant_id") ON "public"."audit_logs" TO "tenant_console";
GRANT INSERT ON "public"."audit_logs" TO "tenant_console";
GRANT SELECT ("cro_number", "id", "legal_name") ON "public"."brokers" TO "tenant_console";
GRANT INSERT ON "public"."brokers" TO "tenant_console";
GRANT DELETE ON "public"."brokers" TO "tenant_console";
GRANT SELECT ("broker_id", "id", "xmin") ON "public"."compliance_calendar" TO "tenant_console";
GRANT INSERT ON "public"."compliance_calendar" TO "tenant_console";
GRANT DELETE ON "public"."compliance_calendar" TO "tenant_console";
GRANT SELECT ("id", "member_id", "xmin") ON "public"."contributions" TO "tenant_console";
GRANT SELECT ("id", "scheme_id", "xmin") ON "public"."documents" TO "tenant_console";
GRANT SELECT ("broker_id", "id", "xmin") ON "public"."email_templates" TO "tenant_console";
GRANT INSERT ON "public"."email_templates" TO "tenant_console";
GRANT DELETE ON "public"."email_templates" TO "tenant_console";
GRANT SELECT ("broker_id", "id", "xmin") ON "public"."employers" TO "tenant_console";
GRANT SELECT ("id", "member_id", "xmin") ON "public"."fund_choices" TO "tenant_console";
GRANT SELECT ("id", "scheme_id", "xmin") ON "public"."key_function_holders" TO "tenant_console";
GRANT SELECT ("id", "scheme_id", "xmin") ON "public"."members" TO "tenant_console";
GRANT SELECT ("id", "scheme_id", "xmin") ON "public"."ora_reports" TO "tenant_console";
GRANT SELECT ("employer_id", "id", "xmin") ON "public"."schemes" TO "tenant_console";
GRANT SELECT ("broker_id", "email", "id", "role", "xmin") ON "public"."users" TO "tenant_console";
GRANT INSERT ON "public"."users" TO "tenant_console";
GRANT UPDATE ("must_change_password", "password_hash", "role", "updated_at") ON "public"."users" TO "tenant_console";
GRANT DELETE ON "public"."users" TO "tenant_console";
GRANT SELECT ("id", "scheme_id", "xmin") ON "public"."written_policies" TO "tenant_console";
