"""Who looked at files, for those who watch over the record: roles, moments and purposes, never a value (J11)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION access_audit_of(files uuid[], since timestamptz) RETURNS TABLE (
  file uuid, at timestamptz, name text, roles text[], event text, purpose text, fields text[], outside boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.file_id, e.at, coalesce(a.name, ''), ARRAY (SELECT DISTINCT m.role FROM access_membership m
      WHERE m.account_id = e.actor AND m.valid_from <= e.at AND (m.valid_until IS NULL OR m.valid_until > e.at)
      ORDER BY 1), e.event, e.purpose, e.fields, e.outside
  FROM audit_event e LEFT JOIN access_account a ON a.id = e.actor
  WHERE access_holds('audit') AND e.file_id = ANY (files) AND e.at >= since
    AND e.event IN ('opened', 'revealed', 'file_viewed', 'file_printed', 'log_viewed', 'grant_given', 'grant_ended',
      'file_moved')
  ORDER BY e.file_id, e.at DESC LIMIT 2000
$$;

REVOKE ALL ON FUNCTION access_audit_of(uuid[], timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_audit_of(uuid[], timestamptz) TO wasl_web;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0004_accounts"), ("audit", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
