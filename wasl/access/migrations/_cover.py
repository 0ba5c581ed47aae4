"""Standing in for an absent colleague, in SQL: grants that begin and end by themselves (PROTECTION P8).

Whoever may give a file away, or the absent worker herself, names somebody who does the same work. The grant is in the
role `stand-in`, with no more classes than either role has, and no word that gives files on.
"""

FORWARD = """
CREATE FUNCTION access_cover_give(absent uuid, stand_in uuid, files uuid[], classes text[], since timestamptz,
  until timestamptz) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF access_in_person() IS NULL OR absent = stand_in OR until IS NULL OR until <= since
      OR until > now() + interval '93 days' THEN
    RAISE EXCEPTION 'no cover' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN QUERY
  WITH theirs AS (
    SELECT DISTINCT g.file_id, g.role FROM access_grant g WHERE g.account_id = absent AND g.file_id = ANY (files)
      AND g.role <> 'stand-in' AND g.valid_from <= now() AND (g.valid_until IS NULL OR g.valid_until > now())
      AND access_may(g.file_id, 'give')
      AND (stand_in IS DISTINCT FROM access_me() OR access_works_on(g.file_id))),
  given AS (
    INSERT INTO access_grant AS made (id, file_id, account_id, role, purpose, classes, valid_from, valid_until, given_by)
    SELECT gen_random_uuid(), t.file_id, stand_in, 'stand-in', 'cover',
      array_remove(array_remove(access_classes_within(stand_in, min(t.role), classes), 'give'), 'move'),
      greatest(since, now()), until, access_me()
    FROM theirs t WHERE EXISTS (SELECT 1 FROM access_membership m JOIN access_account a ON a.id = m.account_id
        AND a.is_active WHERE m.account_id = stand_in AND m.role = t.role AND m.valid_from <= now()
        AND (m.valid_until IS NULL OR m.valid_until > now()))
    GROUP BY t.file_id RETURNING made.file_id)
  SELECT given.file_id FROM given;
END $$;

-- Whoever is covered, whoever covers, and whoever may give the file away ends a cover before its time.
CREATE FUNCTION access_cover_end(absent uuid, stand_in uuid) RETURNS SETOF uuid
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE access_grant g SET valid_until = greatest(now(), g.valid_from)
  WHERE g.account_id = stand_in AND g.role = 'stand-in' AND g.purpose = 'cover' AND g.valid_until > now()
    AND EXISTS (SELECT 1 FROM access_grant own WHERE own.file_id = g.file_id AND own.account_id = absent)
    AND (access_in_person() IN (absent, stand_in) OR access_may(g.file_id, 'give'))
  RETURNING g.file_id
$$;

REVOKE ALL ON FUNCTION access_cover_give(uuid, uuid, uuid[], text[], timestamptz, timestamptz),
  access_cover_end(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_cover_give(uuid, uuid, uuid[], text[], timestamptz, timestamptz),
  access_cover_end(uuid, uuid) TO wasl_web;
"""
