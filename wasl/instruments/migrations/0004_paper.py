"""Sheets of paper with a code: for somebody of a file like every row of it, or blank in the hands of a team."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from wasl.access.protect import protect

# A blank sheet belongs to no file yet. Whoever works in the team may use it, also those who reach single files only; the
# teams beside it at the same site may not.
BLANK = """
CREATE FUNCTION instruments_my_stack(team int) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
  $$ SELECT EXISTS (SELECT 1 FROM access_membership m WHERE m.account_id = access_me() AND m.team_id = team
       AND m.valid_from <= now() AND (m.valid_until IS NULL OR m.valid_until > now())) $$;
REVOKE ALL ON FUNCTION instruments_my_stack(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION instruments_my_stack(int) TO wasl_web;
CREATE POLICY instruments_paper_blank ON instruments_paper TO wasl_web
  USING (file_id IS NULL AND instruments_my_stack(team_id))
  WITH CHECK (file_id IS NULL AND instruments_my_stack(team_id));
"""


class Migration(migrations.Migration):
    dependencies = [("instruments", "0003_forms")]
    operations = [
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("file_id", models.UUIDField(null=True)),
                ("team_id", models.IntegerField()),
                ("code", models.TextField()),
                ("instrument", models.TextField()),
                ("version", models.TextField()),
                ("language", models.TextField()),
                ("who", models.TextField(default="")),
                ("state", models.TextField(default="out")),
                ("printed_by", models.UUIDField()),
                ("printed_on", models.DateField()),
                ("until", models.DateField()),
                ("settled_by", models.UUIDField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, to="people.person"
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, to="instruments.response"
                    ),
                ),
            ],
            options={
                "db_table": "instruments_paper",
                "constraints": [
                    models.UniqueConstraint(fields=("code",), name="instruments_paper_code"),
                    models.CheckConstraint(
                        condition=Q(state="used", response__isnull=False, file_id__isnull=False)
                        | (~Q(state="used") & Q(response__isnull=True)),
                        name="instruments_paper_used_once",
                    ),
                    models.CheckConstraint(
                        condition=Q(state="out", settled_at__isnull=True)
                        | (~Q(state="out") & Q(settled_at__isnull=False)),
                        name="instruments_paper_settled_pair",
                    ),
                    models.CheckConstraint(
                        condition=Q(file_id__isnull=False) | Q(person__isnull=True),
                        name="instruments_paper_of_a_file",
                    ),
                ],
            },
        ),
        protect("instruments_paper"),
        migrations.RunSQL(BLANK, migrations.RunSQL.noop),
    ]
