"""Sealed values are stored by every page that writes: a connection plans it once (PROTECTION P7).

The function runs with the rights of whoever asks: what a policy refuses is refused here as well.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION vault_keep(owners uuid[], fields text[], subjects uuid[], files uuid[], teams int[], values_sealed bytea[])
RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO vault_sealed (owner, field, subject, file_id, team_id, sealed)
  SELECT * FROM unnest(owners, fields, subjects, files, teams, values_sealed)
  ON CONFLICT (owner, field) DO UPDATE SET subject = excluded.subject, file_id = excluded.file_id,
    team_id = excluded.team_id, sealed = excluded.sealed;
END $$;
REVOKE ALL ON FUNCTION vault_keep(uuid[], text[], uuid[], uuid[], int[], bytea[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION vault_keep(uuid[], text[], uuid[], uuid[], int[], bytea[]) TO wasl_web;
"""


class Migration(migrations.Migration):
    dependencies = [("vault", "0002_things")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
