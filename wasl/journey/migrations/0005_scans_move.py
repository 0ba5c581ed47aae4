"""A scan goes where its person goes, and under whoever she is in a file that was made of two."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("journey", "0004_joining"), ("casefile", "0005_scans")]
    operations = [
        migrations.RunSQL(
            "GRANT UPDATE (file_id, team_id, person_id) ON casefile_scan TO wasl_web", migrations.RunSQL.noop
        )
    ]
