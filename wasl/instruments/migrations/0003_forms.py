"""Forms in versions, a place that an answer is about, and needs that rules propose.

Everybody who is signed in may read a form; it holds no word about anybody. A version is proposed by one person and
published by another, both in a function: the web's role writes the table no other way.
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

from wasl.access.protect import protect

FORMS = """
ALTER TABLE instruments_formversion ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON instruments_formversion FROM PUBLIC;
CREATE POLICY instruments_formversion_web ON instruments_formversion FOR SELECT TO wasl_web
  USING (access_me() IS NOT NULL);
CREATE POLICY instruments_formversion_backup ON instruments_formversion FOR SELECT TO wasl_backup USING (true);
GRANT SELECT ON instruments_formversion TO wasl_web, wasl_backup;

CREATE FUNCTION instruments_form_propose(id uuid, code text, version text, digest text, sheet bytea, xform text,
  tool text, reason text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT access_holds('forms') THEN
    RAISE EXCEPTION 'may not propose a form' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO instruments_formversion (id, code, version, digest, sheet, xform, tool, state, reason, proposed_by,
    proposed_at) VALUES (id, code, version, digest, sheet, xform, tool, 'proposed', reason, access_me(), now());
  RETURN id;
END $$;

-- The second person. Whoever proposed a version is told no, whatever else she may.
CREATE FUNCTION instruments_form_decide(form uuid, yes boolean) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE asked instruments_formversion;
BEGIN
  SELECT * INTO asked FROM instruments_formversion f WHERE f.id = form AND f.state = 'proposed' FOR UPDATE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  IF NOT access_holds('forms:approve') OR access_me() IS NOT DISTINCT FROM asked.proposed_by THEN
    RAISE EXCEPTION 'another person publishes' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE instruments_formversion f SET state = CASE WHEN yes THEN 'published' ELSE 'refused' END,
    decided_by = access_me(), decided_at = now() WHERE f.id = form;
  RETURN CASE WHEN yes THEN 'published' ELSE 'refused' END;
END $$;

REVOKE ALL ON FUNCTION instruments_form_propose(uuid, text, text, text, bytea, text, text, text),
  instruments_form_decide(uuid, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION instruments_form_propose(uuid, text, text, text, bytea, text, text, text),
  instruments_form_decide(uuid, boolean) TO wasl_web;
"""


# A draft of a clinical form is sealed under another name than a note; it goes with its row like every other draft.
DRAFT = """
CREATE OR REPLACE FUNCTION casefile_draft_words_gone() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM vault_sealed s USING gone WHERE s.owner = gone.id AND s.field IN ('notes:draft', 'clinical:draft');
  RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("instruments", "0002_protect"),
        ("access", "0009_plans_of_grants"),
        ("casefile", "0007_note_kept"),
        ("people", "0004_same_as"),
    ]
    operations = [
        migrations.AddField("response", "place", models.TextField(default="")),
        migrations.CreateModel(
            name="FormVersion",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("code", models.TextField()),
                ("version", models.TextField()),
                ("digest", models.TextField()),
                ("sheet", models.BinaryField()),
                ("xform", models.TextField()),
                ("tool", models.TextField(default="")),
                ("state", models.TextField()),
                ("reason", models.TextField(default="")),
                ("proposed_by", models.UUIDField(null=True)),
                ("proposed_at", models.DateTimeField()),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "instruments_formversion",
                "indexes": [models.Index(fields=["code", "-decided_at"], name="instruments_formversion_now")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=~Q(state="refused"),
                        fields=("code", "version"),
                        name="instruments_formversion_once",
                    ),
                    models.CheckConstraint(
                        condition=Q(state="proposed", decided_at__isnull=True)
                        | (~Q(state="proposed") & Q(decided_at__isnull=False)),
                        name="instruments_formversion_decided_pair",
                    ),
                    models.CheckConstraint(
                        condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                        name="instruments_formversion_two_people",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Raised",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("file_id", models.UUIDField()),
                ("team_id", models.IntegerField()),
                ("domain", models.TextField()),
                ("level", models.IntegerField()),
                ("circle", models.TextField(default="family")),
                ("state", models.TextField(default="proposed")),
                ("raised_on", models.DateField()),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_on", models.DateField(null=True)),
                ("given", models.IntegerField(null=True)),
                ("need", models.UUIDField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, to="people.person"
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="raised",
                        to="instruments.response",
                    ),
                ),
            ],
            options={
                "db_table": "instruments_raised",
                "indexes": [
                    models.Index(
                        condition=Q(state="proposed"), fields=["file_id"], name="instruments_raised_open"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(condition=Q(level__range=(0, 4)), name="instruments_raised_level"),
                    models.CheckConstraint(
                        condition=Q(state="proposed", decided_on__isnull=True)
                        | (~Q(state="proposed") & Q(decided_on__isnull=False)),
                        name="instruments_raised_decided_pair",
                    ),
                    models.UniqueConstraint(fields=("response", "domain"), name="instruments_raised_once"),
                ],
            },
        ),
        protect("instruments_raised"),
        migrations.RunSQL(FORMS, migrations.RunSQL.noop),
        migrations.RunSQL(DRAFT, migrations.RunSQL.noop),
    ]
