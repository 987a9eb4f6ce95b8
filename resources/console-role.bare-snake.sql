-- What the console's database role may do on a bare-snake schema, and nothing else (requirement L14).
-- Made from the statement catalogue by `npm run console-role`; `tenantctl connection doctor` prints the same for a live schema.
-- Run as the owner of the tables, in the portal's database. The role is made once, with a password of its own:
--   CREATE ROLE tenant_console LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD '…';
REVOKE ALL ON ALL TABLES IN SCHEMA "public" FROM "tenant_console";
REVOKE ALL ON SCHEMA "public" FROM "tenant_console";
GRANT USAGE ON SCHEMA "public" TO "tenant_console";
GRANT SELECT ON "public"."audit_logs" TO "tenant_console";
GRANT INSERT ON "public"."audit_logs" TO "tenant_console";
GRANT UPDATE ("ip_address", "metadata", "user_agent") ON "public"."audit_logs" TO "tenant_console";
GRANT SELECT ON "public"."compliance_calendar" TO "tenant_console";
GRANT INSERT ON "public"."compliance_calendar" TO "tenant_console";
GRANT UPDATE ("description", "title") ON "public"."compliance_calendar" TO "tenant_console";
GRANT DELETE ON "public"."compliance_calendar" TO "tenant_console";
GRANT SELECT ON "public"."contributions" TO "tenant_console";
GRANT UPDATE ("note") ON "public"."contributions" TO "tenant_console";
GRANT SELECT ON "public"."documents" TO "tenant_console";
GRANT UPDATE ("blob_path", "filename") ON "public"."documents" TO "tenant_console";
GRANT SELECT ON "public"."email_templates" TO "tenant_console";
GRANT INSERT ON "public"."email_templates" TO "tenant_console";
GRANT UPDATE ("body", "subject") ON "public"."email_templates" TO "tenant_console";
GRANT DELETE ON "public"."email_templates" TO "tenant_console";
GRANT SELECT ON "public"."employers" TO "tenant_console";
GRANT UPDATE ("address", "contact_email", "contact_name", "phone") ON "public"."employers" TO "tenant_console";
GRANT SELECT ON "public"."fund_choices" TO "tenant_console";
GRANT UPDATE ("fund_name") ON "public"."fund_choices" TO "tenant_console";
GRANT SELECT ON "public"."key_function_holders" TO "tenant_console";
GRANT UPDATE ("email", "name", "phone") ON "public"."key_function_holders" TO "tenant_console";
GRANT SELECT ON "public"."members" TO "tenant_console";
GRANT UPDATE ("address", "date_of_birth", "email", "first_name", "last_name", "phone", "pps_number") ON "public"."members" TO "tenant_console";
GRANT SELECT ON "public"."ora_reports" TO "tenant_console";
GRANT UPDATE ("summary", "title") ON "public"."ora_reports" TO "tenant_console";
GRANT SELECT ON "public"."schemes" TO "tenant_console";
GRANT SELECT ("broker_id", "created_at", "email", "employer_id", "id", "last_login_at", "member_id", "must_change_password", "name", "role", "updated_at", "xmin") ON "public"."users" TO "tenant_console";
GRANT INSERT ON "public"."users" TO "tenant_console";
GRANT UPDATE ("email", "last_login_at", "must_change_password", "name", "password_hash", "role", "updated_at") ON "public"."users" TO "tenant_console";
GRANT DELETE ON "public"."users" TO "tenant_console";
GRANT SELECT ON "public"."written_policies" TO "tenant_console";
GRANT UPDATE ("body", "title") ON "public"."written_policies" TO "tenant_console";
