"""The vault's tables, who may touch them, and the feed by which the vault learns what was committed."""

from django.db import migrations, models

from wasl.access.protect import protect

CHANGE = """
CREATE TABLE vault_change (
    id bigserial PRIMARY KEY,
    owner uuid NOT NULL,
    field text NOT NULL,
    gone boolean NOT NULL,
    tx xid8 NOT NULL DEFAULT pg_current_xact_id()
);

CREATE FUNCTION vault_note_saved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO vault_change (owner, field, gone)
        SELECT owner, field, false FROM saved WHERE field LIKE 'identity:%';
    IF FOUND THEN PERFORM pg_notify('wasl_vault', ''); END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION vault_note_gone() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO vault_change (owner, field, gone)
        SELECT owner, field, true FROM removed WHERE field LIKE 'identity:%';
    IF FOUND THEN PERFORM pg_notify('wasl_vault', ''); END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION vault_note_envelope() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO vault_change (owner, field, gone) SELECT id, 'envelope', false FROM saved;
    PERFORM pg_notify('wasl_vault', '');
    RETURN NULL;
END $$;

CREATE TRIGGER vault_sealed_inserted AFTER INSERT ON vault_sealed
    REFERENCING NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION vault_note_saved();
CREATE TRIGGER vault_sealed_updated AFTER UPDATE ON vault_sealed
    REFERENCING NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION vault_note_saved();
CREATE TRIGGER vault_sealed_deleted AFTER DELETE ON vault_sealed
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION vault_note_gone();
CREATE TRIGGER vault_envelope_inserted AFTER INSERT ON vault_envelope
    REFERENCING NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION vault_note_envelope();
"""

RIGHTS = """
CREATE POLICY vault_sealed_vault ON vault_sealed FOR SELECT TO wasl_vault USING (true);
CREATE POLICY vault_subjectkey_vault ON vault_subjectkey TO wasl_vault USING (true) WITH CHECK (true);
REVOKE ALL ON vault_envelope, vault_change FROM PUBLIC;
REVOKE ALL ON FUNCTION vault_note_saved(), vault_note_gone(), vault_note_envelope() FROM PUBLIC;
GRANT INSERT ON vault_envelope TO wasl_web;
GRANT SELECT ON vault_sealed, vault_subjectkey, vault_envelope, vault_change TO wasl_vault;
GRANT UPDATE (kek, wrapped) ON vault_subjectkey TO wasl_vault;
GRANT DELETE ON vault_change TO wasl_vault;
GRANT SELECT ON vault_envelope, vault_change, vault_change_id_seq TO wasl_backup;
"""

# A worker's clean-up may remove values of a file, and learns nothing but where they lay.
WORKER = "SELECT (owner, field, subject, file_id, team_id), DELETE"

UNDO_CHANGE = """
DROP TABLE vault_change;
DROP FUNCTION vault_note_saved() CASCADE;
DROP FUNCTION vault_note_gone() CASCADE;
DROP FUNCTION vault_note_envelope() CASCADE;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("access", "0002_reach")]
    operations = [
        migrations.CreateModel(
            name="SubjectKey",
            fields=[
                ("subject", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("file_id", models.UUIDField()),
                ("team_id", models.IntegerField()),
                ("kek", models.SmallIntegerField()),
                ("wrapped", models.BinaryField()),
            ],
            options={"db_table": "vault_subjectkey"},
        ),
        migrations.CreateModel(
            name="Sealed",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "owner", "field", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("owner", models.UUIDField(editable=False)),
                ("field", models.TextField()),
                ("subject", models.UUIDField(db_index=True)),
                ("file_id", models.UUIDField()),
                ("team_id", models.IntegerField()),
                ("sealed", models.BinaryField()),
            ],
            options={"db_table": "vault_sealed"},
        ),
        migrations.CreateModel(
            name="Envelope",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("sealed", models.BinaryField()),
            ],
            options={"db_table": "vault_envelope"},
        ),
        migrations.RunSQL(CHANGE, UNDO_CHANGE),
        protect("vault_sealed", web="SELECT, INSERT, UPDATE, DELETE", worker=WORKER, report=False),
        protect("vault_subjectkey", web="SELECT, INSERT", report=False),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
