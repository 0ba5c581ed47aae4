"""The one door into the record keeps its plan, as it is passed by every request."""

from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION audit_write(events jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO audit_event (id, at, actor, actor_kind, event, file_id, resource_kind, resource, person, purpose,
                           outside, fields, code, request)
  SELECT coalesce((e->>'id')::uuid, gen_random_uuid()), clock_timestamp(), (e->>'actor')::uuid,
         coalesce(e->>'actor_kind', ''), e->>'event', (e->>'file_id')::uuid, coalesce(e->>'resource_kind', ''),
         (e->>'resource')::uuid, (e->>'person')::uuid, coalesce(e->>'purpose', ''),
         coalesce((e->>'outside')::boolean, false),
         coalesce(ARRAY(SELECT jsonb_array_elements_text(e->'fields')), '{}'), coalesce(e->>'code', ''),
         (e->>'request')::uuid
  FROM jsonb_array_elements(events) AS e;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
