"""The tables of this room under row-level security."""

from django.db import migrations

from wasl.access.protect import protect

# who leads a team counts who left it; whoever works on a file may add its line, as one of the team that holds it
LEFT = """
ALTER TABLE journey_left ENABLE ROW LEVEL SECURITY;
ALTER TABLE journey_left FORCE ROW LEVEL SECURITY;
REVOKE ALL ON journey_left FROM PUBLIC;
CREATE POLICY journey_left_read ON journey_left FOR SELECT TO wasl_web
  USING (team_id = ANY (ARRAY (SELECT access_my_teams())));
CREATE POLICY journey_left_write ON journey_left FOR INSERT TO wasl_web WITH CHECK (
  team_id = ANY (ARRAY (SELECT access_my_teams()))
  OR EXISTS (SELECT 1 FROM casefile_file f WHERE f.team_id = journey_left.team_id));
CREATE POLICY journey_left_report ON journey_left FOR SELECT TO wasl_report USING (true);
CREATE POLICY journey_left_backup ON journey_left FOR SELECT TO wasl_backup USING (true);
GRANT SELECT, INSERT ON journey_left TO wasl_web;
GRANT SELECT ON journey_left TO wasl_report, wasl_backup;
"""


class Migration(migrations.Migration):
    dependencies = [("journey", "0001_initial"), ("access", "0002_reach"), ("casefile", "0002_protect")]
    operations = [
        protect("journey_step", web="SELECT, INSERT, UPDATE", worker="SELECT"),
        migrations.RunSQL(LEFT, migrations.RunSQL.noop),
    ]
