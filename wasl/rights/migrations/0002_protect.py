"""Complaints and requests for names under row-level security: whoever is trusted with one reads it, nobody else.

The tables are not forced, like those of grants: their owner's functions find a complaint by the number on a slip and
count. No role that serves owns them.
"""

from django.db import migrations

FORWARD = """
ALTER TABLE rights_complaint ENABLE ROW LEVEL SECURITY;
ALTER TABLE rights_complaintstep ENABLE ROW LEVEL SECURITY;
ALTER TABLE rights_asked ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON rights_complaint, rights_complaintstep, rights_asked FROM PUBLIC;
CREATE POLICY rights_complaint_web ON rights_complaint TO wasl_web
  USING (id = ANY (ARRAY (SELECT access_my_things()))) WITH CHECK (id = ANY (ARRAY (SELECT access_my_things())));
CREATE POLICY rights_complaintstep_web ON rights_complaintstep TO wasl_web
  USING (complaint_id = ANY (ARRAY (SELECT access_my_things())))
  WITH CHECK (complaint_id = ANY (ARRAY (SELECT access_my_things())));
CREATE POLICY rights_asked_web ON rights_asked TO wasl_web
  USING (id = ANY (ARRAY (SELECT access_my_things()))) WITH CHECK (id = ANY (ARRAY (SELECT access_my_things())));
GRANT SELECT, INSERT, UPDATE ON rights_complaint TO wasl_web;
GRANT SELECT, INSERT ON rights_complaintstep, rights_asked TO wasl_web;
CREATE POLICY rights_complaint_backup ON rights_complaint FOR SELECT TO wasl_backup USING (true);
CREATE POLICY rights_complaintstep_backup ON rights_complaintstep FOR SELECT TO wasl_backup USING (true);
CREATE POLICY rights_asked_backup ON rights_asked FOR SELECT TO wasl_backup USING (true);
GRANT SELECT ON rights_complaint, rights_complaintstep, rights_asked TO wasl_backup;

-- A complaint by the number on its slip, for this transaction and for codes alone: never for whom it concerns.
CREATE FUNCTION rights_complaint_at_desk(wanted text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE found uuid;
BEGIN
  IF access_in_person() IS NULL THEN RETURN NULL; END IF;
  SELECT c.id INTO found FROM rights_complaint c WHERE c.number = wanted AND NOT EXISTS (
    SELECT 1 FROM access_trust t WHERE t.thing = c.id AND t.account_id = access_me() AND t.word = 'about');
  IF found IS NOT NULL THEN PERFORM access_trust_write(found, 'complaints'); END IF;
  RETURN found;
END $$;

-- How many, by topic, state and time of answer: for who handles complaints and who reads reports. Never a number of one.
CREATE FUNCTION rights_complaint_counts(since date, until date, today date) RETURNS TABLE (kind text, code text, n bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH c AS (SELECT * FROM rights_complaint WHERE received_on >= since AND received_on <= until
    AND (access_holds('complaints') OR access_holds('complaints:count')))
  SELECT 'topic', topic, count(*) FROM c GROUP BY topic
  UNION ALL SELECT 'state', state, count(*) FROM c GROUP BY state
  UNION ALL SELECT 'time', CASE WHEN answered_on IS NULL AND answer_by < today THEN 'late'
      WHEN answered_on IS NULL THEN 'running' WHEN answered_on <= answer_by THEN 'in_time' ELSE 'answered_late' END,
    count(*) FROM c GROUP BY 2
$$;

-- How often staff were asked for names in a year, by how and what for; for whoever keeps the register.
CREATE FUNCTION rights_asked_counts(year int) RETURNS TABLE (kind text, code text, n bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH a AS (SELECT * FROM rights_asked WHERE extract(year FROM "on") = year AND access_holds('asked'))
  SELECT 'all', '', count(*) FROM a
  UNION ALL SELECT 'how', how, count(*) FROM a GROUP BY how
  UNION ALL SELECT 'wanted', w, count(*) FROM a, unnest(wanted) AS w GROUP BY w
$$;

REVOKE ALL ON FUNCTION rights_complaint_at_desk(text), rights_complaint_counts(date, date, date),
  rights_asked_counts(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rights_complaint_at_desk(text), rights_complaint_counts(date, date, date),
  rights_asked_counts(int) TO wasl_web;
"""


class Migration(migrations.Migration):
    dependencies = [("rights", "0001_initial"), ("access", "0008_trust"), ("vault", "0002_things")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
