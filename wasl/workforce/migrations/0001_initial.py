import uuid

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Cover",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("absent", models.UUIDField()),
                ("stand_in", models.UUIDField()),
                ("team_id", models.IntegerField()),
                ("reason", models.TextField()),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("given_by", models.UUIDField()),
                ("given_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.UUIDField(null=True)),
            ],
            options={
                "db_table": "workforce_cover",
                "indexes": [
                    models.Index(fields=["stand_in", "until"], name="workforce_cover_stand_in"),
                    models.Index(fields=["absent", "until"], name="workforce_cover_absent"),
                    models.Index(fields=["team_id", "until"], name="workforce_cover_team"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=Q(until__gt=F("since")), name="workforce_cover_order"),
                    models.CheckConstraint(condition=~Q(absent=F("stand_in")), name="workforce_cover_two"),
                    models.CheckConstraint(
                        condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                        | Q(ended_at__isnull=False, ended_by__isnull=False),
                        name="workforce_cover_ended_pair",
                    ),
                ],
            },
        ),
    ]
