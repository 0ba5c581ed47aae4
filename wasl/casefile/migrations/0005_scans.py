"""Pictures of papers and people: the line in a table of its own, what it shows in the vault's."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from wasl.access.protect import protect

# The pictures go with the line, whoever takes it away: it runs with the rights of whoever writes.
GONE = """
CREATE FUNCTION casefile_scan_pictures_gone() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM vault_sealed s USING gone
    WHERE s.owner = gone.id AND s.file_id = gone.file_id AND s.field LIKE 'files:%'
      AND gone.removed_at IS NOT NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER casefile_scan_gone AFTER UPDATE ON casefile_scan
  REFERENCING NEW TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION casefile_scan_pictures_gone();
"""


class Migration(migrations.Migration):
    dependencies = [("casefile", "0004_joined"), ("people", "0001_initial"), ("vault", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Scan",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("file_id", models.UUIDField()),
                ("team_id", models.IntegerField()),
                ("kind", models.TextField()),
                ("document", models.TextField(default="")),
                ("circle", models.TextField(default="family")),
                ("pages", models.SmallIntegerField()),
                ("added_by", models.UUIDField(null=True)),
                ("added_at", models.DateTimeField()),
                ("removed_by", models.UUIDField(null=True)),
                ("removed_at", models.DateTimeField(null=True)),
                ("removed_why", models.TextField(default="")),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="people.person"),
                ),
            ],
            options={
                "db_table": "casefile_scan",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("removed_at__isnull", True), ("removed_by__isnull", True), ("removed_why", "")
                        )
                        | (
                            models.Q(("removed_at__isnull", False), ("removed_by__isnull", False))
                            & ~models.Q(("removed_why", ""))
                        ),
                        name="casefile_scan_removed_pair",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("pages__gte", 1), ("pages__lte", 6)), name="casefile_scan_pages"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "photo"), ("removed_at__isnull", True)),
                        fields=("person",),
                        name="casefile_scan_one_photo",
                    ),
                ],
            },
        ),
        protect(
            "casefile_scan", web="SELECT, INSERT, UPDATE (removed_at, removed_by, removed_why)", report=False
        ),
        migrations.RunSQL(GONE, migrations.RunSQL.noop),
    ]
