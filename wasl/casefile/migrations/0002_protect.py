"""The tables of this room under row-level security."""

from django.db import migrations

from wasl.access.protect import protect

# What was typed goes with its draft, whoever takes the draft away: it runs with the rights of whoever deletes.
DRAFT = """
CREATE FUNCTION casefile_draft_words_gone() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM vault_sealed s USING gone WHERE s.owner = gone.id AND s.field = 'notes:draft';
  RETURN NULL;
END $$;
CREATE TRIGGER casefile_draft_gone AFTER DELETE ON casefile_draft
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION casefile_draft_words_gone();
"""


class Migration(migrations.Migration):
    dependencies = [("casefile", "0001_initial"), ("access", "0002_reach"), ("vault", "0001_initial")]
    operations = [
        protect("casefile_file", web="SELECT, INSERT, UPDATE", worker="SELECT, UPDATE"),
        protect("casefile_case", web="SELECT, INSERT, UPDATE", worker="SELECT"),
        protect("casefile_handover", web="SELECT, INSERT, UPDATE"),
        protect("casefile_waiting", web="SELECT, INSERT, UPDATE", worker="SELECT"),
        protect("casefile_need", web="SELECT, INSERT, UPDATE", worker="SELECT"),
        protect("casefile_goal", web="SELECT, INSERT, UPDATE", worker="SELECT"),
        protect("casefile_needgoal", web="SELECT, INSERT, DELETE"),
        protect("casefile_service", web="SELECT, INSERT, UPDATE", worker="SELECT"),
        protect("casefile_planversion", web="SELECT, INSERT"),
        protect("casefile_consent", web="SELECT, INSERT"),
        protect("casefile_contact", web="SELECT, INSERT, UPDATE"),
        protect("casefile_document", web="SELECT, INSERT, UPDATE", worker="SELECT"),
        protect("casefile_task", web="SELECT, INSERT, UPDATE", worker="SELECT"),
        protect("casefile_draft", web="SELECT, INSERT, UPDATE, DELETE", worker="SELECT, DELETE"),
        migrations.RunSQL(DRAFT, migrations.RunSQL.noop),
    ]
