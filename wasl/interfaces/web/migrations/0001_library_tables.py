"""Rights on the tables that libraries bring: second factors for the web, the queue of jobs for web and worker."""

from django.db import migrations

RIGHTS = """
REVOKE ALL ON mfa_authenticator, account_emailaddress, account_emailconfirmation FROM PUBLIC;
-- a second factor is put up and taken down by its own account; while somebody signs in it is read, and its use noted
ALTER TABLE mfa_authenticator ENABLE ROW LEVEL SECURITY;
CREATE POLICY mfa_authenticator_read ON mfa_authenticator FOR SELECT TO wasl_web, wasl_backup USING (true);
CREATE POLICY mfa_authenticator_made ON mfa_authenticator FOR INSERT TO wasl_web
  WITH CHECK (user_id = (SELECT access_in_person()));
CREATE POLICY mfa_authenticator_used ON mfa_authenticator FOR UPDATE TO wasl_web USING (true) WITH CHECK (true);
CREATE POLICY mfa_authenticator_gone ON mfa_authenticator FOR DELETE TO wasl_web
  USING (user_id = (SELECT access_in_person()));
GRANT SELECT, INSERT, DELETE ON mfa_authenticator TO wasl_web;
GRANT UPDATE (last_used_at) ON mfa_authenticator TO wasl_web;
GRANT SELECT ON account_emailaddress, account_emailconfirmation, django_content_type, auth_permission, auth_group,
  auth_group_permissions TO wasl_web;
GRANT USAGE, SELECT ON SEQUENCE mfa_authenticator_id_seq TO wasl_web;
GRANT SELECT ON mfa_authenticator TO wasl_backup;
-- so that /readyz can tell whether every migration is applied
GRANT SELECT ON django_migrations TO wasl_web;
DO $$ DECLARE t record; BEGIN
  FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'procrastinate%' LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO wasl_worker', t.tablename);
  END LOOP;
  FOR t IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND sequencename LIKE 'procrastinate%' LOOP
    EXECUTE format('GRANT USAGE, SELECT ON SEQUENCE %I TO wasl_worker', t.sequencename);
  END LOOP;
  FOR t IN SELECT p.oid::regprocedure AS f FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
           WHERE n.nspname = 'public' AND p.proname LIKE 'procrastinate%' LOOP
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO wasl_worker', t.f);
  END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_reach"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("procrastinate", "0041_post_retry_failed_job"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    run_before = []
    operations = [migrations.RunSQL(RIGHTS, migrations.RunSQL.noop)]
