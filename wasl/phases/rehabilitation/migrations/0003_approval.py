"""A plan handed in and approved by another, case conferences, a review put off once, a lower level asked for."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_same_as"),
        ("rehabilitation", "0002_protect"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanApproval",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("file_id", models.UUIDField()),
                ("team_id", models.IntegerField()),
                ("state", models.TextField(default="handed")),
                (
                    "versions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None
                    ),
                ),
                ("handed_by", models.UUIDField()),
                ("handed_at", models.DateTimeField()),
                ("answered_by", models.UUIDField(null=True)),
                ("answered_on", models.DateField(null=True)),
            ],
            options={
                "db_table": "rehabilitation_planapproval",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "handed")),
                        fields=("file_id",),
                        name="rehabilitation_approval_waits_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_by__isnull", True),
                                ("answered_on__isnull", True),
                                ("state", "handed"),
                            ),
                            models.Q(
                                ("answered_by__isnull", False),
                                ("answered_on__isnull", False),
                                ("state__in", ["approved", "sent_back"]),
                            ),
                            _connector="OR",
                        ),
                        name="rehabilitation_approval_answered_pair",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_by__isnull", True),
                            models.Q(("answered_by", models.F("handed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="rehabilitation_approval_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Conference",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("file_id", models.UUIDField()),
                ("team_id", models.IntegerField()),
                ("on", models.DateField()),
                ("consented", models.BooleanField()),
                ("presence", models.TextField(default="")),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                (
                    "accounts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None
                    ),
                ),
                ("written_by", models.UUIDField(null=True)),
                ("form_key", models.UUIDField(null=True, unique=True)),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="people.person"),
                ),
            ],
            options={
                "db_table": "rehabilitation_conference",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("consented", True),
                            models.Q(("accounts", []), ("consented", False), ("roles", [])),
                            _connector="OR",
                        ),
                        name="rehabilitation_conference_consent",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LevelRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("file_id", models.UUIDField()),
                ("team_id", models.IntegerField()),
                ("level", models.TextField()),
                ("state", models.TextField(default="asked")),
                ("asked_by", models.UUIDField()),
                ("asked_on", models.DateField()),
                ("answered_by", models.UUIDField(null=True)),
                ("answered_on", models.DateField(null=True)),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="people.person"),
                ),
            ],
            options={
                "db_table": "rehabilitation_levelrequest",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")),
                        fields=("person",),
                        name="rehabilitation_level_asked_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_by__isnull", True),
                                ("answered_on__isnull", True),
                                ("state", "asked"),
                            ),
                            models.Q(
                                ("answered_by__isnull", False),
                                ("answered_on__isnull", False),
                                ("state__in", ["granted", "kept"]),
                            ),
                            _connector="OR",
                        ),
                        name="rehabilitation_level_answered_pair",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Postponement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("file_id", models.UUIDField()),
                ("team_id", models.IntegerField()),
                ("due_on", models.DateField()),
                ("until", models.DateField()),
                ("reason", models.TextField()),
                ("on", models.DateField()),
                ("postponed_by", models.UUIDField(null=True)),
                (
                    "after",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, to="rehabilitation.review"
                    ),
                ),
            ],
            options={
                "db_table": "rehabilitation_postponement",
                "constraints": [
                    models.UniqueConstraint(fields=("after",), name="rehabilitation_postponed_once"),
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("due_on"))),
                        name="rehabilitation_postponed_later",
                    ),
                ],
            },
        ),
    ]
