"""Covers under row-level security: of oneself, of whom one covers, and of the teams that one reaches."""

from django.db import migrations

FORWARD = """
ALTER TABLE workforce_cover ENABLE ROW LEVEL SECURITY;
ALTER TABLE workforce_cover FORCE ROW LEVEL SECURITY;
REVOKE ALL ON workforce_cover FROM PUBLIC;
CREATE POLICY workforce_cover_read ON workforce_cover FOR SELECT TO wasl_web USING (
  absent = (SELECT access_me()) OR stand_in = (SELECT access_me())
  OR team_id = ANY (ARRAY (SELECT access_my_teams())));
CREATE POLICY workforce_cover_give ON workforce_cover FOR INSERT TO wasl_web WITH CHECK (
  given_by = (SELECT access_in_person()) AND ended_at IS NULL
  AND (absent = given_by OR team_id = ANY (ARRAY (SELECT access_my_teams()))));
CREATE POLICY workforce_cover_end ON workforce_cover FOR UPDATE TO wasl_web USING (
  absent = (SELECT access_in_person()) OR stand_in = (SELECT access_in_person())
  OR team_id = ANY (ARRAY (SELECT access_my_teams())))
  WITH CHECK (ended_by = (SELECT access_in_person()));
GRANT SELECT, INSERT, UPDATE (ended_at, ended_by) ON workforce_cover TO wasl_web;
CREATE POLICY workforce_cover_backup ON workforce_cover FOR SELECT TO wasl_backup USING (true);
GRANT SELECT ON workforce_cover TO wasl_backup;
"""


class Migration(migrations.Migration):
    dependencies = [("workforce", "0001_initial"), ("access", "0002_reach")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
