"""Numbered working lists: which paper with names was printed by whom, and when it must be destroyed."""

import uuid

import django.contrib.postgres.fields
from django.db import migrations, models
from django.db.models import F, Q

# Whoever prints has every family of the list in hand, and the list stands where the supervisor of one of them sees it.
FORWARD = """
CREATE FUNCTION workforce_in_hand(wanted uuid[], team int) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM access_scope s WHERE s.file_id = ANY (wanted) AND s.team_id = team)
    AND NOT EXISTS (SELECT 1 FROM unnest(wanted) AS w WHERE NOT access_works_on(w) AND NOT EXISTS (
      SELECT 1 FROM access_daylist d WHERE d.file_id = w AND d.account_id = access_me()
        AND d.day = (now() AT TIME ZONE 'Asia/Baghdad')::date))
$$;
REVOKE ALL ON FUNCTION workforce_in_hand(uuid[], int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION workforce_in_hand(uuid[], int) TO wasl_web;
ALTER TABLE workforce_list ENABLE ROW LEVEL SECURITY;
ALTER TABLE workforce_list FORCE ROW LEVEL SECURITY;
REVOKE ALL ON workforce_list FROM PUBLIC;
CREATE POLICY workforce_list_read ON workforce_list FOR SELECT TO wasl_web USING (
  account = (SELECT access_me()) OR team_id = ANY (ARRAY (SELECT access_my_teams())));
CREATE POLICY workforce_list_print ON workforce_list FOR INSERT TO wasl_web WITH CHECK (
  account = (SELECT access_in_person()) AND destroyed_at IS NULL AND workforce_in_hand(files, team_id));
CREATE POLICY workforce_list_destroy ON workforce_list FOR UPDATE TO wasl_web USING (
  account = (SELECT access_in_person()) OR team_id = ANY (ARRAY (SELECT access_my_teams())))
  WITH CHECK (destroyed_by = (SELECT access_in_person()));
GRANT SELECT, INSERT, UPDATE (destroyed_at, destroyed_by) ON workforce_list TO wasl_web;
CREATE POLICY workforce_list_backup ON workforce_list FOR SELECT TO wasl_backup USING (true);
GRANT SELECT ON workforce_list TO wasl_backup;
"""


class Migration(migrations.Migration):
    dependencies = [("workforce", "0002_protect"), ("access", "0002_reach")]
    operations = [
        migrations.CreateModel(
            name="WorkingList",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.TextField(unique=True)),
                ("account", models.UUIDField()),
                ("team_id", models.IntegerField()),
                ("source", models.TextField()),
                ("purpose", models.TextField()),
                (
                    "files",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None),
                ),
                ("printed_at", models.DateTimeField()),
                ("printed_on", models.DateField()),
                ("destroy_by", models.DateField()),
                ("destroyed_at", models.DateTimeField(null=True)),
                ("destroyed_by", models.UUIDField(null=True)),
                ("form_key", models.UUIDField(unique=True)),
            ],
            options={
                "db_table": "workforce_list",
                "indexes": [
                    models.Index(
                        condition=Q(destroyed_at__isnull=True),
                        fields=["team_id", "destroy_by"],
                        name="workforce_list_out",
                    ),
                    models.Index(fields=["account", "-printed_at"], name="workforce_list_own"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(files__len__gte=1, files__len__lte=60), name="workforce_list_sixty"
                    ),
                    models.CheckConstraint(
                        condition=Q(destroy_by__gte=F("printed_on")), name="workforce_list_order"
                    ),
                    models.CheckConstraint(
                        condition=Q(destroyed_at__isnull=True, destroyed_by__isnull=True)
                        | Q(destroyed_at__isnull=False, destroyed_by__isnull=False),
                        name="workforce_list_destroyed_pair",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
    ]
