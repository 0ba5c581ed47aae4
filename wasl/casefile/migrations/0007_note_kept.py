"""A note is saved with two questions (PROTECTION P7): the file held by its number, and everything that is written.

The functions run with the rights of whoever asks, so that every policy holds as it does for single statements; in
PL/pgSQL a connection plans each of them once.
"""

from django.db import migrations

FORWARD = """
-- The file behind a number, held until the transaction ends; of a family that had two files, the one that goes on.
CREATE FUNCTION casefile_take(wanted text) RETURNS TABLE (file uuid, team int, roles text[])
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE found_id uuid; found_team int; leads_to uuid;
BEGIN
  SELECT f.file_id, f.team_id, f.joined_into INTO found_id, found_team, leads_to
    FROM casefile_file f WHERE f.number = wanted FOR UPDATE;
  IF leads_to IS NOT NULL THEN
    SELECT f.file_id, f.team_id INTO found_id, found_team FROM casefile_file f WHERE f.file_id = leads_to FOR UPDATE;
  END IF;
  IF found_id IS NOT NULL THEN
    RETURN QUERY SELECT found_id, found_team, access_roles_on(found_id, found_team);
  END IF;
END $$;

-- Its row, its words as they were sealed, the end of the draft, and the file's moment of change. It answers with the
-- note that is there now: this one, or the one that was kept under the same key before.
CREATE FUNCTION casefile_note_keep(note uuid, of_file uuid, of_team int, of_person uuid, its_kind text, its_circle text,
  its_day date, writer uuid, written timestamptz, agreed boolean, once uuid, subject uuid, words bytea, draft text)
RETURNS uuid LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO casefile_contact (id, file_id, team_id, person_id, kind, circle, "on", written_by, written_at, permitted,
    form_key, version)
  VALUES (note, of_file, of_team, of_person, its_kind, its_circle, its_day, writer, written, agreed, once, 1)
  ON CONFLICT (form_key) WHERE form_key IS NOT NULL DO NOTHING;
  IF NOT FOUND THEN
    RETURN (SELECT c.id FROM casefile_contact c WHERE c.form_key = once);
  END IF;
  PERFORM vault_keep(ARRAY[note], ARRAY['notes:text'], ARRAY[subject], ARRAY[of_file], ARRAY[of_team], ARRAY[words]);
  IF draft <> '' THEN
    DELETE FROM casefile_draft d WHERE d.account = writer AND d.file_id = of_file AND d.form = draft;
  END IF;
  UPDATE casefile_file f SET changed_at = written, version = f.version + 1 WHERE f.file_id = of_file;
  RETURN note;
END $$;
REVOKE ALL ON FUNCTION casefile_take(text) FROM PUBLIC;
REVOKE ALL ON FUNCTION casefile_note_keep(uuid, uuid, int, uuid, text, text, date, uuid, timestamptz, boolean, uuid,
  uuid, bytea, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casefile_take(text), casefile_note_keep(uuid, uuid, int, uuid, text, text, date, uuid,
  timestamptz, boolean, uuid, uuid, bytea, text) TO wasl_web;
"""


class Migration(migrations.Migration):
    dependencies = [("casefile", "0006_lists"), ("vault", "0003_kept_plan")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
