"""How a session reaches files: the only functions that read grants and sessions (PROTECTION P6, P7, P8).

The caller's token stands in `wasl.session` for one transaction; the tables hold its hash. A statement smuggled into
somebody's request can therefore act as that person and as nobody else. An empty or unknown token reaches nothing.
"""

from django.db import migrations

from wasl.access.migrations import _cover, _doors, _tokens

FORWARD = """
CREATE FUNCTION access_hash(token text) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT AS
  $$ SELECT sha256(convert_to(token, 'UTF8')) $$;

CREATE FUNCTION access_account_of(token text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.account_id FROM access_session s JOIN access_account a ON a.id = s.account_id AND a.is_active
  WHERE s.token_hash = access_hash(NULLIF(token, '')) AND s.expires_at > now() AND NOT s.locked
$$;

CREATE FUNCTION access_me() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
  $$ SELECT access_account_of(current_setting('wasl.session', true)) $$;

CREATE FUNCTION access_teams_of(account uuid) RETURNS SETOF int
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT t.id::int FROM access_membership m JOIN access_team t
    ON (m.reach = 'team' AND t.id = m.team_id) OR (m.reach = 'site' AND t.site_id = m.site_id) OR m.reach = 'realm'
  WHERE m.account_id = account AND m.valid_from <= now() AND (m.valid_until IS NULL OR m.valid_until > now())
$$;

CREATE FUNCTION access_my_teams() RETURNS SETOF int
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT access_teams_of(access_me()) $$;

CREATE FUNCTION access_my_files() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT g.file_id FROM access_grant g
  WHERE g.account_id = access_me() AND g.valid_from <= now() AND (g.valid_until IS NULL OR g.valid_until > now())
$$;

CREATE FUNCTION access_roles_on(file uuid, team int) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH me AS (SELECT access_me() AS id)
  SELECT coalesce(array_agg(DISTINCT r.role), '{}') FROM (
    SELECT g.role FROM access_grant g, me WHERE g.account_id = me.id AND g.file_id = file
      AND g.valid_from <= now() AND (g.valid_until IS NULL OR g.valid_until > now())
    UNION ALL
    SELECT m.role FROM me JOIN access_membership m ON m.account_id = me.id JOIN access_team t ON t.id = team
    WHERE ((m.reach = 'team' AND m.team_id = t.id) OR (m.reach = 'site' AND m.site_id = t.site_id)
           OR m.reach = 'realm')
      AND m.valid_from <= now() AND (m.valid_until IS NULL OR m.valid_until > now())) AS r
$$;

-- What a file number is to the session. A stranger's answer is the answer for a number that nobody has.
CREATE FUNCTION access_find(wanted text) RETURNS TABLE (file uuid, relation text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH me AS (SELECT access_me() AS id),
    found AS (SELECT s.file_id, s.team_id FROM access_scope s WHERE s.number = wanted)
  SELECT found.file_id, CASE
    WHEN EXISTS (SELECT 1 FROM access_grant g, me WHERE g.account_id = me.id AND g.file_id = found.file_id
                 AND g.valid_from <= now() AND (g.valid_until IS NULL OR g.valid_until > now()))
      OR found.team_id IN (SELECT access_teams_of(me.id) FROM me) THEN 'granted'
    WHEN EXISTS (SELECT 1 FROM access_membership m, me WHERE m.account_id = me.id AND m.team_id = found.team_id
                 AND m.valid_from <= now() AND (m.valid_until IS NULL OR m.valid_until > now())) THEN 'colleague'
    ELSE 'stranger' END
  FROM found
$$;

CREATE FUNCTION access_principal_of(account uuid) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT jsonb_build_object(
    'account', a.id, 'username', a.username, 'name', a.name, 'title', a.title, 'gender', a.gender,
    'language', a.language, 'digits', a.digits, 'practice', a.practice, 'conduct', a.conduct_version,
    'must_change_password', a.must_change_password,
    'covering', EXISTS (SELECT 1 FROM access_grant g WHERE g.account_id = a.id AND g.purpose = 'cover'
      AND g.valid_from <= now() AND g.valid_until > now()),
    'memberships', coalesce((SELECT jsonb_agg(jsonb_build_object('role', m.role, 'reach', m.reach, 'team', m.team_id,
        'site', coalesce(m.site_id, t.site_id), 'classes', m.classes) ORDER BY m.id)
      FROM access_membership m LEFT JOIN access_team t ON t.id = m.team_id
      WHERE m.account_id = a.id AND m.valid_from <= now() AND (m.valid_until IS NULL OR m.valid_until > now())),
      '[]'::jsonb))
  FROM access_account a WHERE a.id = account AND a.is_active
$$;

-- What a token may open: nothing until names are granted to it, never a sealed line; NULL for sessions of people. The
-- session of a job opens nothing of any file.
CREATE FUNCTION access_token_only(token text) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN s.kind NOT IN ('token', 'job') THEN NULL
      WHEN s.kind = 'token' AND EXISTS (SELECT 1 FROM access_token t WHERE t.token_hash = s.token_hash AND t.names_until > now())
      THEN ARRAY['identity', 'notes'] ELSE '{}'::text[] END
  FROM access_session s WHERE s.token_hash = access_hash(NULLIF(token, ''))
$$;

-- One statement opens a request: sets the context, touches the session, and answers who it is. Each door takes one
-- kind of session (`door`; empty for our own commands): a token is no cookie, and a cookie no token.
CREATE FUNCTION access_begin(token text, idle interval, door text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE s access_session;
BEGIN
  PERFORM set_config('wasl.session', '', true);
  SELECT * INTO s FROM access_session WHERE token_hash = access_hash(NULLIF(token, '')) AND expires_at > now();
  IF NOT FOUND OR (door <> '' AND s.kind <> door) THEN RETURN NULL; END IF;
  PERFORM set_config('wasl.session', token, true);
  IF s.kind = 'web' AND s.account_id IS NOT NULL AND NOT s.locked AND s.last_seen < now() - idle THEN
    UPDATE access_session SET locked = true WHERE token_hash = s.token_hash;
    s.locked := true;
  ELSIF NOT s.locked AND s.last_seen < now() - interval '30 seconds' THEN
    UPDATE access_session SET last_seen = now() WHERE token_hash = s.token_hash;
  END IF;
  RETURN jsonb_build_object('data', s.data, 'kind', s.kind, 'locked', s.locked,
                            'names', s.kind <> 'token' OR access_token_only(token) <> '{}',
                            'principal', access_principal_of(s.account_id));
END $$;

CREATE FUNCTION access_forget_sessions() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH gone AS (DELETE FROM access_session WHERE expires_at < now() RETURNING 1) SELECT count(*) FROM gone
$$;

CREATE FUNCTION access_reaches(file uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM access_my_files() AS mine WHERE mine = file)
      OR EXISTS (SELECT 1 FROM access_scope s WHERE s.file_id = file
                 AND s.team_id = ANY (ARRAY (SELECT access_my_teams())))
$$;

CREATE FUNCTION access_hold(file uuid) RETURNS TABLE (number text, team int, roles text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.number, s.team_id, access_roles_on(s.file_id, s.team_id) FROM access_scope s
  WHERE s.file_id = file AND access_reaches(file)
$$;

CREATE FUNCTION access_serves(account uuid, team int) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM access_membership m JOIN access_team t ON t.id = team
    WHERE m.account_id = account AND m.valid_from <= now() AND (m.valid_until IS NULL OR m.valid_until > now())
      AND (m.team_id = t.id OR m.site_id = t.site_id OR m.reach = 'realm'))
$$;

-- New files are born in a team that their maker serves, with a grant for the maker. A number that somebody has already
-- opens nothing: the answer names the files that were opened, and for the others another number is drawn.
-- What an account may open at most in a role: what its memberships say, however much a statement asks for.
CREATE FUNCTION access_classes_within(account uuid, role text, wanted text[]) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(array_agg(DISTINCT c ORDER BY c), '{}') FROM access_membership m, unnest(m.classes) AS c
  WHERE m.account_id = account AND m.role = access_classes_within.role AND c = ANY (wanted)
    AND m.valid_from <= now() AND (m.valid_until IS NULL OR m.valid_until > now())
$$;

CREATE FUNCTION access_scopes_open(files uuid[], numbers text[], team int, role text, classes text[])
RETURNS SETOF uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE opened uuid[];
BEGIN
  IF NOT access_serves(access_me(), team) THEN
    RAISE EXCEPTION 'not of this team' USING ERRCODE = 'insufficient_privilege';
  END IF;
  WITH made AS (
    INSERT INTO access_scope AS s (file_id, number, team_id)
    SELECT f, n, team FROM unnest(files, numbers) AS u(f, n)
    ON CONFLICT (number) DO NOTHING RETURNING s.file_id)
  SELECT array_agg(made.file_id) INTO opened FROM made;
  IF role <> '' THEN
    INSERT INTO access_grant (id, file_id, account_id, role, purpose, classes, valid_from, given_by)
    SELECT gen_random_uuid(), f, access_me(), role, 'care', access_classes_within(access_me(), role, classes), now(),
      access_me() FROM unnest(opened) AS f;
  END IF;
  RETURN QUERY SELECT unnest(opened);
END $$;

CREATE FUNCTION access_note(actor uuid, kind text, event text, file uuid, code text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT audit_write(jsonb_build_array(jsonb_build_object(
    'actor', actor, 'actor_kind', kind, 'event', event, 'file_id', file, 'code', code)))
$$;

-- Whether a file is the session's own work, by a grant or in its team, and not only within sight of a site or all.
CREATE FUNCTION access_works_on(file uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM access_my_files() AS mine WHERE mine = file)
      OR EXISTS (SELECT 1 FROM access_scope s JOIN access_membership m ON m.team_id = s.team_id AND m.reach = 'team'
        WHERE s.file_id = file AND m.account_id = access_me() AND m.valid_from <= now()
          AND (m.valid_until IS NULL OR m.valid_until > now()))
$$;

-- Whether a role that the session holds on a file may do more than read: `give` it to a colleague, `move` it to a team.
CREATE FUNCTION access_may(file uuid, what text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM access_grant g WHERE g.file_id = file AND g.account_id = access_me()
      AND what = ANY (g.classes) AND g.valid_from <= now() AND (g.valid_until IS NULL OR g.valid_until > now()))
    OR EXISTS (SELECT 1 FROM access_scope s JOIN access_team t ON t.id = s.team_id JOIN access_membership m
        ON (m.reach = 'team' AND m.team_id = t.id) OR (m.reach = 'site' AND m.site_id = t.site_id) OR m.reach = 'realm'
      WHERE s.file_id = file AND m.account_id = access_me() AND what = ANY (m.classes)
        AND m.valid_from <= now() AND (m.valid_until IS NULL OR m.valid_until > now()))
$$;

-- A file goes to a team of which somebody works on it already: the officer who accepted it, or the worker to whom it is
-- offered. The move stands in the record, whatever the caller writes.
CREATE FUNCTION access_scope_move(file uuid, team int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT access_may(file, 'move') THEN
    RAISE EXCEPTION 'may not move this file' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM access_grant g WHERE g.file_id = file AND g.valid_from <= now()
      AND (g.valid_until IS NULL OR g.valid_until > now()) AND access_serves(g.account_id, team)) THEN
    RAISE EXCEPTION 'nobody there works on this file' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE access_scope SET team_id = team WHERE file_id = file;
  PERFORM access_note(access_me(), 'web', 'file_moved', file, '');
END $$;

-- Grants are given by somebody whose role on the file may give it, to somebody who holds the role given; to oneself only
-- where the file is one's own work already, or a grant would take it out of the count of looks.
CREATE FUNCTION access_grant_give(file uuid, account uuid, role text, purpose text, classes text[], until timestamptz)
RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE made uuid := gen_random_uuid();
BEGIN
  IF NOT access_may(file, 'give') OR (account = access_me() AND NOT access_works_on(file)) THEN
    RAISE EXCEPTION 'may not give this file' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM access_membership m WHERE m.account_id = account AND m.role = access_grant_give.role
      AND m.valid_from <= now() AND (m.valid_until IS NULL OR m.valid_until > now())) THEN
    RAISE EXCEPTION 'does not hold the role' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO access_grant (id, file_id, account_id, role, purpose, classes, valid_from, valid_until, given_by)
  VALUES (made, file, account, role, purpose, access_classes_within(account, role, classes), now(), until,
    access_me());
  RETURN made;
END $$;

CREATE FUNCTION access_grant_end(file uuid, account uuid, role text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE ended bigint;
BEGIN
  IF NOT access_may(file, 'give') THEN
    RAISE EXCEPTION 'may not take this file away' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE access_grant g SET valid_until = now() WHERE g.file_id = file AND (account IS NULL OR g.account_id = account)
    AND g.role = access_grant_end.role AND (g.valid_until IS NULL OR g.valid_until > now());
  GET DIAGNOSTICS ended = ROW_COUNT;
  RETURN ended;
END $$;

CREATE FUNCTION access_daylist_add(files uuid[], account uuid, day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO access_daylist (account_id, file_id, day)
  SELECT account, f, day FROM unnest(files) AS f WHERE access_works_on(f) ON CONFLICT DO NOTHING;
END $$;

-- Who serves in a role, for choosing a worker; names of staff, never of families.
CREATE FUNCTION access_staff(wanted text[], sites int[]) RETURNS TABLE (
  account uuid, name text, title text, gender text, role text, team int, site int, load bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.id, a.name, a.title, a.gender, m.role, m.team_id::int, coalesce(m.site_id, t.site_id)::int,
    (SELECT count(*) FROM access_grant g WHERE g.account_id = a.id AND g.role = m.role
       AND (g.valid_until IS NULL OR g.valid_until > now()))
  FROM access_membership m JOIN access_account a ON a.id = m.account_id AND a.is_active
    LEFT JOIN access_team t ON t.id = m.team_id
  WHERE access_me() IS NOT NULL AND m.role = ANY (wanted)
    AND (sites IS NULL OR coalesce(m.site_id, t.site_id) = ANY (sites))
    AND m.valid_from <= now() AND (m.valid_until IS NULL OR m.valid_until > now())
$$;

-- "Who looked at this file": for those who reach it, roles and dates without names of values.
CREATE FUNCTION access_looks(file uuid, since timestamptz) RETURNS TABLE (
  at timestamptz, account uuid, name text, event text, purpose text, outside boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.at, e.actor, a.name, e.event, e.purpose, e.outside FROM audit_event e
    LEFT JOIN access_account a ON a.id = e.actor
  WHERE e.file_id = file AND e.at >= since AND e.event IN ('opened', 'file_viewed', 'file_printed', 'searched')
    AND access_reaches(file) ORDER BY e.at DESC LIMIT 200
$$;

-- For the vault: what may this session open, does it lie in its working set, and is it only in cover for a colleague?
CREATE FUNCTION access_reach(token text, files uuid[]) RETURNS TABLE (
  file_id uuid, classes text[], working_set boolean, covered boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH me AS (SELECT access_account_of(token) AS id, access_token_only(token) AS narrowed),
  mine AS (
    SELECT g.file_id, g.classes, true AS working, g.purpose = 'cover' AS covered FROM access_grant g, me
      WHERE g.account_id = me.id AND g.file_id = ANY (files)
        AND g.valid_from <= now() AND (g.valid_until IS NULL OR g.valid_until > now())
    UNION ALL
    SELECT s.file_id, m.classes, m.reach = 'team', false FROM me JOIN access_membership m ON m.account_id = me.id
      JOIN access_scope s ON s.file_id = ANY (files) JOIN access_team t ON t.id = s.team_id
      WHERE ((m.reach = 'team' AND m.team_id = t.id) OR (m.reach = 'site' AND m.site_id = t.site_id)
             OR m.reach = 'realm')
        AND m.valid_from <= now() AND (m.valid_until IS NULL OR m.valid_until > now())
  )
  SELECT mine.file_id, array_agg(DISTINCT c), bool_or(working) OR EXISTS (
      SELECT 1 FROM access_daylist d, me WHERE d.account_id = me.id AND d.file_id = mine.file_id
        AND d.day = (now() AT TIME ZONE 'Asia/Baghdad')::date), bool_and(covered)
  FROM mine, me AS asking, unnest(mine.classes) AS c WHERE asking.narrowed IS NULL OR c = ANY (asking.narrowed)
  GROUP BY mine.file_id
$$;

CREATE FUNCTION access_principal(token text) RETURNS TABLE (
  account_id uuid, kind text, roles text[], classes text[], limits jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.account_id, s.kind, coalesce(array_agg(DISTINCT m.role) FILTER (WHERE m.role IS NOT NULL), '{}'),
    coalesce((SELECT array_agg(DISTINCT c) FROM access_membership mm, unnest(mm.classes) c
      WHERE mm.account_id = s.account_id AND mm.valid_from <= now()
        AND (mm.valid_until IS NULL OR mm.valid_until > now())
        AND (s.kind NOT IN ('token', 'job') OR c = ANY (access_token_only(token)))), '{}'),
    jsonb_build_object('hour', coalesce(max(m.looks_hour), 60), 'day', coalesce(max(m.looks_day), 200))
  FROM access_session s LEFT JOIN access_membership m ON m.account_id = s.account_id
    AND m.valid_from <= now() AND (m.valid_until IS NULL OR m.valid_until > now())
  WHERE s.token_hash = access_hash(NULLIF(token, '')) AND access_account_of(token) = s.account_id
  GROUP BY s.account_id, s.kind
$$;

-- Who acts here in person; a program that holds a token does not.
CREATE FUNCTION access_in_person() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT access_me() FROM access_session s WHERE s.kind IN ('web', 'command')
    AND s.token_hash = access_hash(NULLIF(current_setting('wasl.session', true), ''))
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
REVOKE ALL ON access_session, access_grant, access_membership, access_scope, access_daylist, access_printedcode
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_me(), access_my_teams(), access_my_files(), access_roles_on(uuid, int),
  access_find(text), access_begin(text, interval, text), access_reaches(uuid), access_hold(uuid), access_scopes_open(uuid[], text[], int, text, text[]),
  access_scope_move(uuid, int), access_grant_give(uuid, uuid, text, text, text[], timestamptz),
  access_grant_end(uuid, uuid, text), access_daylist_add(uuid[], uuid, date), access_staff(text[], int[]),
  access_looks(uuid, timestamptz) TO wasl_web, wasl_worker;
GRANT EXECUTE ON FUNCTION access_forget_sessions() TO wasl_worker;
GRANT EXECUTE ON FUNCTION access_reach(text, uuid[]), access_principal(text), access_account_of(text) TO wasl_vault;
GRANT SELECT ON access_site, access_team TO wasl_web, wasl_worker, wasl_vault, wasl_report, wasl_backup;
GRANT SELECT ON access_account, access_session, access_grant, access_membership, access_scope, access_daylist,
  access_printedcode TO wasl_backup;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("audit", "0002_append_only")]
    operations = [
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
        migrations.RunSQL(_doors.FORWARD, migrations.RunSQL.noop),
        migrations.RunSQL(_tokens.FORWARD, migrations.RunSQL.noop),
        migrations.RunSQL(_cover.FORWARD, migrations.RunSQL.noop),
    ]
