"""Appointments under row-level security, and the triggers that let each hour be taken once."""

from django.db import migrations

from wasl.access.protect import protect

TAKE = """
ALTER TABLE appointments_appointment ADD CONSTRAINT appointments_appointment_seats
  CHECK ((childcare = 'asked') = (cardinality(seats) > 0) AND cardinality(seats) <= small_children);
ALTER TABLE appointments_appointment ADD CONSTRAINT appointments_appointment_quarters
  CHECK (starts % 15 = 0 AND ends % 15 = 0);
ALTER TABLE appointments_block ADD CONSTRAINT appointments_block_quarters CHECK (starts % 15 = 0 AND ends % 15 = 0);

-- In the order of the key, so that two who take the same hours wait for each other and never cross.
CREATE FUNCTION appointments_take() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM appointments_slot s WHERE s.appointment = OLD.id;
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.state IN ('planned', 'attended') THEN
    INSERT INTO appointments_slot (id, kind, holder, seat, day, quarter, appointment)
    SELECT gen_random_uuid(), taken.kind, taken.holder, taken.seat, NEW.day, quarter, NEW.id FROM (
      SELECT 'childcare' AS kind, NEW.site_id || ':' || NEW.childcare_place AS holder, seat FROM unnest(NEW.seats) AS seat
      UNION ALL SELECT 'interpreter', NEW.interpreter::text, 0 WHERE NEW.interpreter IS NOT NULL
      UNION ALL SELECT 'person', NEW.person_id::text, 0
      UNION ALL SELECT 'room', NEW.site_id || ':' || NEW.room, 0 WHERE NEW.room <> ''
      UNION ALL SELECT 'worker', NEW.worker::text, 0) AS taken,
      generate_series(NEW.starts / 15, NEW.ends / 15 - 1) AS quarter
    ORDER BY taken.kind, taken.holder, quarter, taken.seat;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER appointments_take AFTER INSERT OR DELETE ON appointments_appointment
  FOR EACH ROW EXECUTE FUNCTION appointments_take();
CREATE TRIGGER appointments_retake AFTER UPDATE OF day, starts, ends, worker, interpreter, person_id, site_id, room,
  childcare_place, seats, state ON appointments_appointment FOR EACH ROW EXECUTE FUNCTION appointments_take();

CREATE FUNCTION appointments_keep() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM appointments_slot s WHERE s.appointment = OLD.id;
  ELSE
    INSERT INTO appointments_slot (id, kind, holder, seat, day, quarter, appointment)
    SELECT gen_random_uuid(), taken.kind, taken.holder, 0, NEW.day, quarter, NEW.id FROM (
      SELECT 'room' AS kind, NEW.site_id || ':' || NEW.room AS holder WHERE NEW.room <> ''
      UNION ALL SELECT 'worker', NEW.worker::text) AS taken,
      generate_series(NEW.starts / 15, NEW.ends / 15 - 1) AS quarter
    ORDER BY taken.kind, taken.holder, quarter;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER appointments_keep AFTER INSERT OR DELETE ON appointments_block
  FOR EACH ROW EXECUTE FUNCTION appointments_keep();
REVOKE ALL ON FUNCTION appointments_take(), appointments_keep() FROM PUBLIC;

-- Who is busy when is read by all staff; whose hours they are only through the appointment itself.
ALTER TABLE appointments_slot ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON appointments_slot FROM PUBLIC;
CREATE POLICY appointments_slot_web ON appointments_slot FOR SELECT TO wasl_web
  USING (kind <> 'person' AND (SELECT access_me()) IS NOT NULL);
GRANT SELECT ON appointments_slot TO wasl_web;
CREATE POLICY appointments_slot_backup ON appointments_slot FOR SELECT TO wasl_backup USING (true);
GRANT SELECT ON appointments_slot TO wasl_backup;

-- An hour that somebody keeps is their own: nobody else reads, keeps or gives it back.
ALTER TABLE appointments_block ENABLE ROW LEVEL SECURITY;
ALTER TABLE appointments_block FORCE ROW LEVEL SECURITY;
REVOKE ALL ON appointments_block FROM PUBLIC;
CREATE POLICY appointments_block_own ON appointments_block TO wasl_web
  USING (worker = (SELECT access_in_person())) WITH CHECK (worker = (SELECT access_in_person()));
GRANT SELECT, INSERT, DELETE ON appointments_block TO wasl_web;
CREATE POLICY appointments_block_backup ON appointments_block FOR SELECT TO wasl_backup USING (true);
GRANT SELECT ON appointments_block TO wasl_backup;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0001_initial"),
        ("access", "0002_reach"),
    ]
    operations = [
        protect("appointments_appointment", web="SELECT, INSERT, UPDATE", worker="SELECT"),
        migrations.RunSQL(TAKE, migrations.RunSQL.noop),
    ]
