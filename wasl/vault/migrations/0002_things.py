"""Sealed words that belong to no file and so to no team: whoever is trusted with the thing writes and seals them."""

from django.db import migrations, models

FORWARD = """
CREATE POLICY vault_sealed_things ON vault_sealed TO wasl_web
  USING (team_id IS NULL AND file_id = ANY (ARRAY (SELECT access_my_things())))
  WITH CHECK (team_id IS NULL AND file_id = ANY (ARRAY (SELECT access_my_things())));
CREATE POLICY vault_subjectkey_things ON vault_subjectkey TO wasl_web
  USING (team_id IS NULL AND file_id = ANY (ARRAY (SELECT access_my_things())))
  WITH CHECK (team_id IS NULL AND file_id = ANY (ARRAY (SELECT access_my_things())));
"""


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial"), ("access", "0008_trust")]
    operations = [
        migrations.AlterField("sealed", "team_id", models.IntegerField(null=True)),
        migrations.AlterField("subjectkey", "team_id", models.IntegerField(null=True)),
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
    ]
