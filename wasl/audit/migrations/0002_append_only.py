"""One door in (`audit_append`), no door back: UPDATE, DELETE and TRUNCATE are refused by trigger and by grant.

What the vault and the database's own functions record, such as a look or a sign-in, no other role can: whoever speaks for
the web could else use up somebody's looks of the day, or write that somebody looked who did not.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION audit_write(events jsonb) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO audit_event (id, at, actor, actor_kind, event, file_id, resource_kind, resource, person, purpose,
                           outside, fields, code, request)
  SELECT coalesce((e->>'id')::uuid, gen_random_uuid()), clock_timestamp(), (e->>'actor')::uuid,
         coalesce(e->>'actor_kind', ''), e->>'event', (e->>'file_id')::uuid, coalesce(e->>'resource_kind', ''),
         (e->>'resource')::uuid, (e->>'person')::uuid, coalesce(e->>'purpose', ''),
         coalesce((e->>'outside')::boolean, false),
         coalesce(ARRAY(SELECT jsonb_array_elements_text(e->'fields')), '{}'), coalesce(e->>'code', ''),
         (e->>'request')::uuid
  FROM jsonb_array_elements(events) AS e
$$;
CREATE FUNCTION audit_append(events jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF session_user IN ('wasl_web', 'wasl_worker') AND EXISTS (
      SELECT 1 FROM jsonb_array_elements(events) AS e WHERE (e->>'outside')::boolean OR e->>'event' IN (
        'opened', 'searched', 'compared', 'erased', 'unsealed', 'sealed_up', 'sealed_opened', 'backdated', 'signed_in',
        'file_moved')) THEN
    RAISE EXCEPTION 'not for this role to record' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM audit_write(events);
END $$;
CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the record is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_event_stays BEFORE UPDATE OR DELETE ON audit_event
  FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_event_not_emptied BEFORE TRUNCATE ON audit_event
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_leaf_stays BEFORE UPDATE OR DELETE ON audit_leaf
  FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_checkpoint_stays BEFORE UPDATE OR DELETE ON audit_checkpoint
  FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
REVOKE ALL ON audit_event, audit_leaf, audit_checkpoint FROM PUBLIC;
REVOKE ALL ON FUNCTION audit_append(jsonb), audit_write(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_append(jsonb) TO wasl_web, wasl_vault, wasl_worker;
GRANT SELECT ON audit_event, audit_leaf, audit_checkpoint TO wasl_vault, wasl_backup;
GRANT INSERT ON audit_leaf, audit_checkpoint TO wasl_vault;
"""

BACKWARD = """
DROP TRIGGER audit_checkpoint_stays ON audit_checkpoint;
DROP TRIGGER audit_leaf_stays ON audit_leaf;
DROP TRIGGER audit_event_not_emptied ON audit_event;
DROP TRIGGER audit_event_stays ON audit_event;
DROP FUNCTION audit_refuse_change();
DROP FUNCTION audit_append(jsonb);
DROP FUNCTION audit_write(jsonb);
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
