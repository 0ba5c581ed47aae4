"""That two files became one, with what it takes to part them again; and what may be told whose it is by joining."""

import uuid

from django.db import migrations, models

from wasl.access.protect import protect

RIGHTS = """
GRANT UPDATE (person_id) ON casefile_consent, casefile_planversion, instruments_response, rehabilitation_review
  TO wasl_web;
GRANT UPDATE (number) ON casefile_planversion TO wasl_web;
"""


class Migration(migrations.Migration):
    dependencies = [("journey", "0003_moving"), ("people", "0004_same_as"), ("casefile", "0004_joined")]
    operations = [
        migrations.CreateModel(
            name="Joining",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("file_id", models.UUIDField()),
                ("team_id", models.IntegerField()),
                ("other", models.UUIDField()),
                ("number", models.TextField()),
                ("made_by", models.UUIDField(null=True)),
                ("made_at", models.DateTimeField()),
                ("undone_by", models.UUIDField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                ("pairs", models.JSONField(default=list)),
                ("rows", models.JSONField(default=dict)),
                ("former", models.JSONField(default=dict)),
            ],
            options={
                "db_table": "journey_joining",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("other",),
                        name="journey_joining_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="journey_joining_undone_pair",
                    ),
                ],
            },
        ),
        protect("journey_joining", web="SELECT, INSERT, UPDATE", report=False),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
