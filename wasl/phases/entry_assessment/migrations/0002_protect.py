"""The tables of this room under row-level security."""

from django.db import migrations

from wasl.access.protect import protect

BATCH = """
ALTER TABLE entry_batch ENABLE ROW LEVEL SECURITY;
ALTER TABLE entry_batch FORCE ROW LEVEL SECURITY;
REVOKE ALL ON entry_batch FROM PUBLIC;
CREATE POLICY entry_batch_web ON entry_batch TO wasl_web
  USING (made_by = access_me() OR team_id = ANY (ARRAY (SELECT access_my_teams())))
  WITH CHECK (made_by = access_me() OR team_id = ANY (ARRAY (SELECT access_my_teams())));
CREATE POLICY entry_batch_backup ON entry_batch FOR SELECT TO wasl_backup USING (true);
GRANT SELECT, INSERT, UPDATE ON entry_batch TO wasl_web;
GRANT SELECT ON entry_batch TO wasl_backup;
"""

# Taking a list back, and forgetting who did not come. What the files were used for is asked of the record itself:
# it cannot be changed, and it is not under the policies that hide case rows from their owner.
WITHDRAW = """
CREATE FUNCTION entry_worked_on(files uuid[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT e.file_id FROM audit_event e WHERE e.file_id = ANY (files) AND access_reaches(e.file_id)
    AND e.event NOT IN ('opened', 'file_viewed', 'searched', 'log_viewed', 'refused', 'not_found', 'family_expected',
                        'roster_imported')
    AND NOT (e.event = 'file_created' AND e.code = 'roster')
    AND NOT (e.event IN ('family_received', 'grant_given', 'state_changed') AND e.purpose = 'import')
$$;

CREATE FUNCTION entry_withdraw(files uuid[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE gone bigint;
BEGIN
  IF EXISTS (SELECT 1 FROM unnest(files) AS f WHERE NOT access_may(f, 'give') OR NOT EXISTS (
               SELECT 1 FROM audit_event e WHERE e.file_id = f
                 AND (e.event = 'family_expected' OR (e.event = 'file_created' AND e.code = 'roster'))))
     OR EXISTS (SELECT 1 FROM entry_worked_on(files)) THEN
    RAISE EXCEPTION 'not an untouched import' USING ERRCODE = 'insufficient_privilege';
  END IF;
  DELETE FROM access_grant WHERE file_id = ANY (files);
  DELETE FROM access_daylist WHERE file_id = ANY (files);
  DELETE FROM access_scope WHERE file_id = ANY (files);
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$;

CREATE FUNCTION entry_forget(files uuid[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  gone bigint;
  nobody_came uuid[] := ARRAY (SELECT f FROM unnest(files) AS f
    WHERE EXISTS (SELECT 1 FROM audit_event e WHERE e.file_id = f AND e.event = 'family_expected')
      AND NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.file_id = f AND e.event = 'family_received'));
BEGIN
  DELETE FROM access_grant WHERE file_id = ANY (nobody_came);
  DELETE FROM access_daylist WHERE file_id = ANY (nobody_came);
  DELETE FROM access_scope WHERE file_id = ANY (nobody_came);
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$;

REVOKE ALL ON FUNCTION entry_worked_on(uuid[]), entry_withdraw(uuid[]), entry_forget(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION entry_worked_on(uuid[]), entry_withdraw(uuid[]) TO wasl_web;
GRANT EXECUTE ON FUNCTION entry_forget(uuid[]) TO wasl_worker;
"""


# Lists on their way and papers being drawn belong to the account that asked, and to nobody else. The worker draws: it
# may act for that account on that one paper and on nothing else. What such a session opens is in the vault's hands,
# which gives it this paper's content; the session reaches no file.
ON_THE_WAY = """
ALTER TABLE entry_upload ENABLE ROW LEVEL SECURITY;
ALTER TABLE entry_upload FORCE ROW LEVEL SECURITY;
ALTER TABLE entry_printing ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON entry_upload, entry_printing FROM PUBLIC;
CREATE POLICY entry_upload_web ON entry_upload TO wasl_web
  USING (account = (SELECT access_in_person())) WITH CHECK (account = (SELECT access_in_person()));
CREATE POLICY entry_upload_worker ON entry_upload TO wasl_worker USING (true);
CREATE POLICY entry_upload_backup ON entry_upload FOR SELECT TO wasl_backup USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON entry_upload TO wasl_web;
GRANT SELECT (id, expires_at), DELETE ON entry_upload TO wasl_worker;
CREATE POLICY entry_printing_web ON entry_printing TO wasl_web
  USING (account = (SELECT access_in_person())) WITH CHECK (account = (SELECT access_in_person()));
CREATE POLICY entry_printing_worker ON entry_printing TO wasl_worker USING (true) WITH CHECK (true);
CREATE POLICY entry_printing_backup ON entry_printing FOR SELECT TO wasl_backup USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON entry_printing TO wasl_web;
GRANT SELECT, DELETE ON entry_printing TO wasl_worker;
GRANT UPDATE (state, done, pages, content, paper) ON entry_printing TO wasl_worker;
GRANT SELECT ON entry_upload, entry_printing TO wasl_backup;

CREATE FUNCTION entry_print_open(printing uuid, token text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF length(token) < 32 THEN RETURN false; END IF;
  INSERT INTO access_session (token_hash, account_id, kind, data, created_at, last_seen, expires_at, locked)
  SELECT access_hash(token), p.account, 'job', 'print:' || p.id, now(), now(), now() + interval '10 minutes', false
  FROM entry_printing p WHERE p.id = printing AND p.state IN ('asked', 'drawing') AND p.expires_at > now();
  RETURN FOUND;
END $$;

-- Asking for papers puts the work in the worker's line, in the same transaction; the line itself is not the web's.
CREATE FUNCTION entry_print_asked() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM procrastinate_defer_jobs_v1(ARRAY[ROW('default', 'draw_papers', 10, NULL, NULL,
    jsonb_build_object('printing', NEW.id), NULL)::procrastinate_job_to_defer_v1]);
  RETURN NULL;
END $$;
CREATE TRIGGER entry_printing_asked AFTER INSERT ON entry_printing FOR EACH ROW EXECUTE FUNCTION entry_print_asked();
REVOKE ALL ON FUNCTION entry_print_open(uuid, text), entry_print_asked() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION entry_print_open(uuid, text), access_end_session(text) TO wasl_worker;
"""


# Places by section, for a desk that may see only its own families: numbers, and nothing of whom. Each change of a file
# adds a line, so that two desks never wait for one number; the worker puts the lines together.
SECTIONS = """
CREATE TABLE entry_inside (
  site integer NOT NULL, section text NOT NULL, families integer NOT NULL, people integer NOT NULL,
  reserved integer NOT NULL
);
CREATE INDEX entry_inside_site ON entry_inside (site);
REVOKE ALL ON entry_inside FROM PUBLIC;
GRANT SELECT ON entry_inside TO wasl_backup;

CREATE FUNCTION entry_inside_of(team integer, section text, state text, size integer, sign integer)
RETURNS TABLE (site integer, place text, families integer, people integer, reserved integer)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT t.site_id::int, section,
    CASE WHEN state IN ('assessing', 'planning', 'in_services', 'exit_assessment', 'departing') THEN sign ELSE 0 END,
    CASE WHEN state IN ('assessing', 'planning', 'in_services', 'exit_assessment', 'departing') THEN sign * size
      ELSE 0 END,
    CASE WHEN state = 'expected' THEN sign ELSE 0 END
  FROM access_team t WHERE t.id = team
$$;

CREATE FUNCTION entry_inside_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO entry_inside SELECT n.site, n.place, sum(n.families), sum(n.people), sum(n.reserved)
    FROM came c, entry_inside_of(c.team_id, c.section, c.state, c.size, 1) n GROUP BY 1, 2
    HAVING sum(n.families) <> 0 OR sum(n.people) <> 0 OR sum(n.reserved) <> 0;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO entry_inside SELECT n.site, n.place, sum(n.families), sum(n.people), sum(n.reserved)
    FROM went w, entry_inside_of(w.team_id, w.section, w.state, w.size, -1) n GROUP BY 1, 2
    HAVING sum(n.families) <> 0 OR sum(n.people) <> 0 OR sum(n.reserved) <> 0;
  ELSE
    INSERT INTO entry_inside SELECT n.site, n.place, sum(n.families), sum(n.people), sum(n.reserved)
    FROM (SELECT team_id, section, state, size, 1 AS sign FROM came
          UNION ALL SELECT team_id, section, state, size, -1 FROM went) b,
      entry_inside_of(b.team_id, b.section, b.state, b.size, b.sign) n GROUP BY 1, 2
    HAVING sum(n.families) <> 0 OR sum(n.people) <> 0 OR sum(n.reserved) <> 0;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER entry_inside_came AFTER INSERT ON casefile_file REFERENCING NEW TABLE AS came
  FOR EACH STATEMENT EXECUTE FUNCTION entry_inside_changed();
CREATE TRIGGER entry_inside_went AFTER DELETE ON casefile_file REFERENCING OLD TABLE AS went
  FOR EACH STATEMENT EXECUTE FUNCTION entry_inside_changed();
CREATE TRIGGER entry_inside_moved AFTER UPDATE ON casefile_file REFERENCING OLD TABLE AS went NEW TABLE AS came
  FOR EACH STATEMENT EXECUTE FUNCTION entry_inside_changed();

-- For whoever serves at the site: how many stay in each of its sections, and for how many a place is kept.
CREATE FUNCTION entry_sections() RETURNS TABLE (site integer, section text, families bigint, people bigint, reserved bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT i.site, i.section, sum(i.families), sum(i.people), sum(i.reserved) FROM entry_inside i
  WHERE i.site IN (SELECT coalesce(m.site_id, t.site_id) FROM access_membership m LEFT JOIN access_team t ON t.id = m.team_id
    WHERE m.account_id = access_me() AND m.valid_from <= now() AND (m.valid_until IS NULL OR m.valid_until > now()))
  GROUP BY 1, 2
$$;

CREATE FUNCTION entry_sections_fold() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH old AS (DELETE FROM entry_inside RETURNING *), new AS (
    INSERT INTO entry_inside SELECT site, section, sum(families), sum(people), sum(reserved) FROM old GROUP BY 1, 2
    HAVING sum(families) <> 0 OR sum(people) <> 0 OR sum(reserved) <> 0 RETURNING 1)
  SELECT count(*) FROM new
$$;
REVOKE ALL ON FUNCTION entry_inside_of(integer, text, text, integer, integer), entry_inside_changed(), entry_sections(),
  entry_sections_fold() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION entry_sections() TO wasl_web;
GRANT EXECUTE ON FUNCTION entry_sections_fold() TO wasl_worker;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("entry_assessment", "0001_initial"),
        ("access", "0002_reach"),
        ("casefile", "0002_protect"),
    ]
    operations = [
        protect("entry_roster", web="SELECT, INSERT"),
        protect("entry_reception", web="SELECT, INSERT, UPDATE"),
        protect("entry_printed", web="SELECT, INSERT"),
        migrations.RunSQL(ON_THE_WAY, migrations.RunSQL.noop),
        migrations.RunSQL(SECTIONS, migrations.RunSQL.noop),
        migrations.RunSQL(BATCH, migrations.RunSQL.noop),
        migrations.RunSQL(WITHDRAW, migrations.RunSQL.noop),
    ]
