"""The tables of this room under row-level security."""

from django.db import migrations

from wasl.access.protect import protect


class Migration(migrations.Migration):
    dependencies = [("exit_assessment", "0001_initial"), ("access", "0002_reach")]
    operations = [
        protect("exit_finding", web="SELECT, INSERT, UPDATE"),
        protect("exit_decision", web="SELECT, INSERT, UPDATE"),
        # what waits for its decision can be answered once; what is decided stands
        migrations.RunSQL(
            "CREATE POLICY exit_decision_once ON exit_decision AS RESTRICTIVE FOR UPDATE TO wasl_web "
            'USING ("on" IS NULL) WITH CHECK (true)',
            migrations.RunSQL.noop,
        ),
        protect("exit_departure", web="SELECT, INSERT, UPDATE"),
    ]
