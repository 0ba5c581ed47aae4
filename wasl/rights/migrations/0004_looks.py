"""A person's requests under row-level security, and who looked at her file: roles, days and purposes, never a name."""

from django.db import migrations

from wasl.access.protect import protect

FORWARD = """
-- Looks at what is the family's (no person named) and at her; a look at somebody else of the family is not hers to read.
CREATE FUNCTION rights_looks_of(file uuid, whom uuid) RETURNS TABLE (day date, roles text[], purpose text, n bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH looked AS (
    SELECT min(e.at) AS at, e.actor, coalesce(max(e.purpose), '') AS purpose
    FROM audit_event e
    WHERE e.file_id = file AND access_reaches(file) AND e.actor IS NOT NULL AND (e.person IS NULL OR e.person = whom)
      AND e.event IN ('opened', 'revealed', 'file_viewed', 'file_printed')
    GROUP BY e.actor, coalesce(e.request, e.id)),
  held AS (
    SELECT (l.at AT TIME ZONE 'Asia/Baghdad')::date AS day, l.purpose,
      ARRAY (SELECT DISTINCT m.role FROM access_membership m WHERE m.account_id = l.actor AND m.valid_from <= l.at
        AND (m.valid_until IS NULL OR m.valid_until > l.at) ORDER BY 1) AS roles
    FROM looked l)
  SELECT held.day, held.roles, held.purpose, count(*) FROM held GROUP BY 1, 2, 3 ORDER BY 1 DESC LIMIT 1000
$$;
REVOKE ALL ON FUNCTION rights_looks_of(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rights_looks_of(uuid, uuid) TO wasl_web;
"""


class Migration(migrations.Migration):
    dependencies = [("rights", "0003_datarequest")]
    operations = [
        protect("rights_datarequest", web="SELECT, INSERT, UPDATE", report=False),
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
    ]
