"""Who of an imported list is still to be compared: kept for whoever imported it, forgotten by the worker in the end."""

import uuid

from django.db import migrations, models

PROTECT = """
ALTER TABLE entry_comparison ENABLE ROW LEVEL SECURITY;
ALTER TABLE entry_comparison FORCE ROW LEVEL SECURITY;
REVOKE ALL ON entry_comparison FROM PUBLIC;
CREATE POLICY entry_comparison_web ON entry_comparison TO wasl_web
  USING (account = (SELECT access_in_person())) WITH CHECK (account = (SELECT access_in_person()));
CREATE POLICY entry_comparison_worker ON entry_comparison TO wasl_worker USING (true);
CREATE POLICY entry_comparison_backup ON entry_comparison FOR SELECT TO wasl_backup USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON entry_comparison TO wasl_web;
GRANT SELECT (id, made_at), DELETE ON entry_comparison TO wasl_worker;
GRANT SELECT ON entry_comparison TO wasl_backup;
"""


class Migration(migrations.Migration):
    dependencies = [("entry_assessment", "0002_protect")]
    operations = [
        migrations.CreateModel(
            name="Comparison",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("account", models.UUIDField()),
                ("team_id", models.IntegerField()),
                ("batch", models.UUIDField()),
                ("upload", models.UUIDField(null=True)),
                ("made_at", models.DateTimeField()),
                ("people", models.IntegerField()),
                ("done", models.IntegerField(default=0)),
                ("content", models.BinaryField()),
                ("found", models.BinaryField(null=True)),
            ],
            options={"db_table": "entry_comparison"},
        ),
        migrations.RunSQL(PROTECT, migrations.RunSQL.noop),
    ]
