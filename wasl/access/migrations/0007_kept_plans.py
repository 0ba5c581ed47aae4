"""The functions that every policy asks keep their plans (PROTECTION P7).

A function in SQL that runs with its owner's rights is planned anew at each call, and a page calls these some thirty
times: in PL/pgSQL a connection plans each once. What they answer is what `0002_reach` and `0003_grants` say; grants and
owners stay.
"""

from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION access_account_of(token text) RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (SELECT s.account_id FROM access_session s JOIN access_account a ON a.id = s.account_id AND a.is_active
    WHERE s.token_hash = sha256(convert_to(NULLIF(token, ''), 'UTF8')) AND s.expires_at > now() AND NOT s.locked);
END $$;

CREATE OR REPLACE FUNCTION access_me() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN access_account_of(current_setting('wasl.session', true));
END $$;

CREATE OR REPLACE FUNCTION access_teams_of(account uuid) RETURNS SETOF int
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF account IS NULL THEN RETURN; END IF;
  RETURN QUERY SELECT DISTINCT t.id::int FROM access_membership m JOIN access_team t
    ON (m.reach = 'team' AND t.id = m.team_id) OR (m.reach = 'site' AND t.site_id = m.site_id) OR m.reach = 'realm'
  WHERE m.account_id = account AND m.valid_from <= now() AND (m.valid_until IS NULL OR m.valid_until > now());
END $$;

CREATE OR REPLACE FUNCTION access_my_teams() RETURNS SETOF int
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT access_teams_of(access_account_of(current_setting('wasl.session', true)));
END $$;

CREATE OR REPLACE FUNCTION access_my_files() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE me uuid := access_account_of(current_setting('wasl.session', true));
BEGIN
  RETURN QUERY SELECT g.file_id FROM access_grant g
  WHERE g.account_id = me AND g.valid_from <= now() AND (g.valid_until IS NULL OR g.valid_until > now());
END $$;

CREATE OR REPLACE FUNCTION access_roles_on(file uuid, team int) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE me uuid := access_account_of(current_setting('wasl.session', true));
BEGIN
  RETURN (SELECT coalesce(array_agg(DISTINCT r.role), '{}') FROM (
    SELECT g.role FROM access_grant g WHERE g.account_id = me AND g.file_id = file
      AND g.valid_from <= now() AND (g.valid_until IS NULL OR g.valid_until > now())
    UNION ALL
    SELECT m.role FROM access_membership m JOIN access_team t ON t.id = team
    WHERE m.account_id = me AND ((m.reach = 'team' AND m.team_id = t.id)
        OR (m.reach = 'site' AND m.site_id = t.site_id) OR m.reach = 'realm')
      AND m.valid_from <= now() AND (m.valid_until IS NULL OR m.valid_until > now())) AS r);
END $$;

CREATE OR REPLACE FUNCTION access_find(wanted text) RETURNS TABLE (file uuid, relation text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE me uuid := access_account_of(current_setting('wasl.session', true));
BEGIN
  RETURN QUERY SELECT s.file_id, CASE
    WHEN EXISTS (SELECT 1 FROM access_grant g WHERE g.account_id = me AND g.file_id = s.file_id
                 AND g.valid_from <= now() AND (g.valid_until IS NULL OR g.valid_until > now()))
      OR s.team_id IN (SELECT access_teams_of(me)) THEN 'granted'
    WHEN EXISTS (SELECT 1 FROM access_membership m WHERE m.account_id = me AND m.team_id = s.team_id
                 AND m.valid_from <= now() AND (m.valid_until IS NULL OR m.valid_until > now())) THEN 'colleague'
    ELSE 'stranger' END
  FROM access_scope s WHERE s.number = wanted;
END $$;

CREATE OR REPLACE FUNCTION access_reaches(file uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE me uuid := access_account_of(current_setting('wasl.session', true));
BEGIN
  RETURN EXISTS (SELECT 1 FROM access_grant g WHERE g.account_id = me AND g.file_id = file
      AND g.valid_from <= now() AND (g.valid_until IS NULL OR g.valid_until > now()))
    OR EXISTS (SELECT 1 FROM access_scope s WHERE s.file_id = file
      AND s.team_id = ANY (ARRAY (SELECT access_teams_of(me))));
END $$;

CREATE OR REPLACE FUNCTION access_grants_on(file uuid) RETURNS TABLE (
  id uuid, account uuid, name text, role text, purpose text, since timestamptz, until timestamptz, given_by text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  IF NOT access_reaches(access_grants_on.file) THEN RETURN; END IF;
  RETURN QUERY
  SELECT g.id, g.account_id, a.name::text, g.role::text, g.purpose::text, g.valid_from, g.valid_until,
    coalesce(b.name, '')::text
  FROM access_grant g JOIN access_account a ON a.id = g.account_id LEFT JOIN access_account b ON b.id = g.given_by
  WHERE g.file_id = access_grants_on.file AND g.valid_from <= now()
    AND (g.valid_until IS NULL OR g.valid_until > now())
  ORDER BY g.valid_from, a.name;
END $$;

CREATE OR REPLACE FUNCTION access_principal_of(account uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (SELECT jsonb_build_object(
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
  FROM access_account a WHERE a.id = account AND a.is_active);
END $$;

CREATE OR REPLACE FUNCTION access_token_only(token text) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (SELECT CASE WHEN s.kind NOT IN ('token', 'job') THEN NULL
      WHEN s.kind = 'token' AND EXISTS (SELECT 1 FROM access_token t WHERE t.token_hash = s.token_hash
        AND t.names_until > now()) THEN ARRAY['identity', 'notes'] ELSE '{}'::text[] END
    FROM access_session s WHERE s.token_hash = sha256(convert_to(NULLIF(token, ''), 'UTF8')));
END $$;

CREATE OR REPLACE FUNCTION access_reach(token text, files uuid[]) RETURNS TABLE (
  file_id uuid, classes text[], working_set boolean, covered boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  me uuid := access_account_of(access_reach.token);
  narrowed text[] := access_token_only(access_reach.token);
BEGIN
  RETURN QUERY
  WITH mine AS (
    SELECT g.file_id, g.classes, true AS working, g.purpose = 'cover' AS covered FROM access_grant g
      WHERE g.account_id = me AND g.file_id = ANY (files)
        AND g.valid_from <= now() AND (g.valid_until IS NULL OR g.valid_until > now())
    UNION ALL
    SELECT s.file_id, m.classes, m.reach = 'team', false FROM access_membership m
      JOIN access_scope s ON s.file_id = ANY (files) JOIN access_team t ON t.id = s.team_id
      WHERE m.account_id = me AND ((m.reach = 'team' AND m.team_id = t.id)
             OR (m.reach = 'site' AND m.site_id = t.site_id) OR m.reach = 'realm')
        AND m.valid_from <= now() AND (m.valid_until IS NULL OR m.valid_until > now())
  )
  SELECT mine.file_id, array_agg(DISTINCT c), bool_or(working) OR EXISTS (
      SELECT 1 FROM access_daylist d WHERE d.account_id = me AND d.file_id = mine.file_id
        AND d.day = (now() AT TIME ZONE 'Asia/Baghdad')::date), bool_and(mine.covered)
  FROM mine, unnest(mine.classes) AS c WHERE narrowed IS NULL OR c = ANY (narrowed)
  GROUP BY mine.file_id;
END $$;

CREATE OR REPLACE FUNCTION access_principal(token text) RETURNS TABLE (
  account_id uuid, kind text, roles text[], classes text[], limits jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  me uuid := access_account_of(access_principal.token);
  narrowed text[] := access_token_only(access_principal.token);
BEGIN
  RETURN QUERY
  SELECT s.account_id, s.kind::text, coalesce(array_agg(DISTINCT m.role::text) FILTER (WHERE m.role IS NOT NULL), '{}'),
    coalesce((SELECT array_agg(DISTINCT c) FROM access_membership mm, unnest(mm.classes) c
      WHERE mm.account_id = s.account_id AND mm.valid_from <= now()
        AND (mm.valid_until IS NULL OR mm.valid_until > now())
        AND (s.kind NOT IN ('token', 'job') OR c = ANY (narrowed))), '{}'),
    jsonb_build_object('hour', coalesce(max(m.looks_hour), 60), 'day', coalesce(max(m.looks_day), 200))
  FROM access_session s LEFT JOIN access_membership m ON m.account_id = s.account_id
    AND m.valid_from <= now() AND (m.valid_until IS NULL OR m.valid_until > now())
  WHERE s.token_hash = sha256(convert_to(NULLIF(token, ''), 'UTF8')) AND s.account_id = me
  GROUP BY s.account_id, s.kind;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0006_passkeys")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
