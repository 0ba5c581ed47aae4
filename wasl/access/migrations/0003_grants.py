"""Who has been let into a file, and the end of it for all who have nothing more to do there (PROTECTION P8)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION access_grants_on(file uuid) RETURNS TABLE (
  id uuid, account uuid, name text, role text, purpose text, since timestamptz, until timestamptz, given_by text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT g.id, g.account_id, a.name, g.role, g.purpose, g.valid_from, g.valid_until, coalesce(b.name, '')
  FROM access_grant g JOIN access_account a ON a.id = g.account_id LEFT JOIN access_account b ON b.id = g.given_by
  WHERE g.file_id = file AND g.valid_from <= now() AND (g.valid_until IS NULL OR g.valid_until > now())
    AND access_reaches(file)
  ORDER BY g.valid_from, a.name
$$;

-- All at once, since whoever does it may be one of those whose work is over.
CREATE FUNCTION access_grants_end(file uuid, grants uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT access_may(file, 'give') THEN
    RAISE EXCEPTION 'may not take this file away' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE access_grant g SET valid_until = now() WHERE g.file_id = file AND g.id = ANY (grants)
    AND (g.valid_until IS NULL OR g.valid_until > now());
END $$;

REVOKE ALL ON FUNCTION access_grants_on(uuid), access_grants_end(uuid, uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_grants_on(uuid), access_grants_end(uuid, uuid[]) TO wasl_web;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0002_reach")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
