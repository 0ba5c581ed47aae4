"""Waiting for the hours that are wanted, and seeing what is taken of them, is one question (PROTECTION P7).

The second statement of the function sees what whoever was waited for has committed. It runs with the rights of whoever
asks.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION appointments_wait_and_see(on_day date, since int, until int, holders text[], but uuid)
RETURNS TABLE (kind text, holder text, seat int)
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  -- always in the same order, so that two who want the same hours wait for each other and never cross
  PERFORM pg_advisory_xact_lock(hashtextextended('appointments:' || on_day || ':' || one, 0))
  FROM (SELECT DISTINCT h COLLATE "C" AS one FROM unnest(holders) AS h ORDER BY 1) AS ordered;
  RETURN QUERY SELECT DISTINCT s.kind, s.holder, s.seat::int FROM appointments_slot s
    WHERE s.day = on_day AND s.quarter >= since AND s.quarter < until AND s.holder = ANY (holders)
      AND (but IS NULL OR s.appointment <> but);
END $$;
REVOKE ALL ON FUNCTION appointments_wait_and_see(date, int, int, text[], uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION appointments_wait_and_see(date, int, int, text[], uuid) TO wasl_web;
"""


class Migration(migrations.Migration):
    dependencies = [("appointments", "0002_protect")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
