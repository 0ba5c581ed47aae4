"""Personal access tokens in SQL, and the answers that a program's requests were given.

Somebody signed in makes a token for herself; a token makes no token. Whether it may be shown names is decided by
somebody else, for thirty days; only a practice account has it at once.
"""

FORWARD = """
CREATE FUNCTION access_kind() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.kind FROM access_session s
  WHERE s.token_hash = access_hash(NULLIF(current_setting('wasl.session', true), ''))
$$;

-- It outlives the session in which it is made, so in a browser it asks for the password: whoever speaks for the web
-- makes none without it.
CREATE FUNCTION access_token_make(account uuid, token text, label text, lifetime interval, names boolean,
  proof text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE made uuid := gen_random_uuid(); me uuid := access_in_person();
  until timestamptz := now() + least(lifetime, interval '90 days');
BEGIN
  IF me IS NULL OR me IS DISTINCT FROM account THEN
    RAISE EXCEPTION 'a token is made in person, for oneself' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF access_kind() = 'web' AND NOT access_spend(proof, me) THEN
    RAISE EXCEPTION 'a token asks for the password' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO access_session (token_hash, account_id, kind, data, created_at, last_seen, expires_at, locked)
  VALUES (access_hash(token), me, 'token', '', now(), now(), until, false);
  INSERT INTO access_token (id, account_id, label, token_hash, made_at, expires_at, names_asked, names_until)
  SELECT made, me, label, access_hash(token), now(), until, names,
    CASE WHEN names AND a.practice THEN now() + interval '30 days' END FROM access_account a WHERE a.id = me;
  RETURN made;
END $$;

CREATE FUNCTION access_tokens() RETURNS TABLE (id uuid, label text, made_at timestamptz, expires_at timestamptz,
  last_seen timestamptz, names_asked boolean, names_until timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT t.id, t.label, t.made_at, t.expires_at, s.last_seen, t.names_asked, t.names_until
  FROM access_token t JOIN access_session s ON s.token_hash = t.token_hash
  WHERE t.account_id = access_me() AND t.ended_at IS NULL AND t.expires_at > now() ORDER BY t.made_at DESC, t.id
$$;

CREATE FUNCTION access_token_end(account uuid, token uuid) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH ended AS (UPDATE access_token t SET ended_at = now(), names_until = NULL
      WHERE t.id = token AND t.account_id = account AND account = access_in_person() AND t.ended_at IS NULL
      RETURNING t.token_hash),
    gone AS (DELETE FROM access_session s USING ended WHERE s.token_hash = ended.token_hash)
  SELECT EXISTS (SELECT 1 FROM ended)
$$;

CREATE FUNCTION access_tokens_waiting() RETURNS TABLE (id uuid, label text, made_at timestamptz, name text,
  username text, title text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT t.id, t.label, t.made_at, a.name, a.username, a.title
  FROM access_token t JOIN access_account a ON a.id = t.account_id
  WHERE t.names_asked AND t.names_until IS NULL AND t.names_by IS NULL AND t.ended_at IS NULL
    AND t.expires_at > now() AND a.is_active AND a.id IS DISTINCT FROM access_me() ORDER BY t.made_at, t.id
$$;

CREATE FUNCTION access_token_names(token uuid, granted boolean) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH decided AS (UPDATE access_token t SET names_by = access_in_person(),
      names_until = CASE WHEN granted THEN now() + interval '30 days' END
    WHERE t.id = token AND t.names_asked AND t.names_by IS NULL AND t.ended_at IS NULL
      AND t.account_id <> access_in_person() RETURNING 1)
  SELECT EXISTS (SELECT 1 FROM decided)
$$;

-- A request of a program is answered once. Whoever sends it again meanwhile waits here for the first answer.
CREATE FUNCTION access_answer_once(key uuid, mark bytea) RETURNS TABLE (
  fresh boolean, same boolean, status int, answer text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO access_answered AS a (id, account_id, key, mark, status, answer, at)
  VALUES (gen_random_uuid(), access_me(), access_answer_once.key, access_answer_once.mark, 0, '', now())
  ON CONFLICT ON CONSTRAINT access_answered_once DO NOTHING;
  IF FOUND THEN RETURN QUERY SELECT true, true, 0, ''; RETURN; END IF;
  RETURN QUERY SELECT false, a.mark = access_answer_once.mark, a.status, a.answer
    FROM access_answered a WHERE a.account_id = access_me() AND a.key = access_answer_once.key;
END $$;

CREATE FUNCTION access_answer_keep(key uuid, status int, answer text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE access_answered a SET status = access_answer_keep.status, answer = access_answer_keep.answer
  WHERE a.account_id = access_me() AND a.key = access_answer_keep.key
$$;

-- What a form that was done led to, claimed in one go; whoever comes second is told where the first was led.
CREATE FUNCTION access_answer_given(key uuid, mark bytea, status int, answer text) RETURNS TABLE (
  fresh boolean, same boolean, status_before int, answer_before text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO access_answered AS a (id, account_id, key, mark, status, answer, at)
  VALUES (gen_random_uuid(), access_me(), access_answer_given.key, access_answer_given.mark,
    access_answer_given.status, access_answer_given.answer, now())
  ON CONFLICT ON CONSTRAINT access_answered_once DO NOTHING;
  IF FOUND THEN RETURN QUERY SELECT true, true, 0, ''; RETURN; END IF;
  RETURN QUERY SELECT false, a.mark = access_answer_given.mark, a.status, a.answer
    FROM access_answered a WHERE a.account_id = access_me() AND a.key = access_answer_given.key;
END $$;

CREATE FUNCTION access_answer_before(key uuid, mark bytea) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.answer FROM access_answered a WHERE a.account_id = access_me() AND a.key = access_answer_before.key
    AND a.mark = access_answer_before.mark AND a.status > 0
$$;

-- Answers are kept for a day, tokens that have ended for a year.
CREATE FUNCTION access_forget_tokens() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DELETE FROM access_answered WHERE at < now() - interval '1 day';
  WITH gone AS (DELETE FROM access_token WHERE least(expires_at, ended_at) < now() - interval '1 year' RETURNING 1)
  SELECT count(*) FROM gone
$$;

REVOKE ALL ON FUNCTION access_kind(), access_token_make(uuid, text, text, interval, boolean, text), access_tokens(), access_token_end(uuid, uuid),
  access_tokens_waiting(), access_token_names(uuid, boolean), access_answer_once(uuid, bytea),
  access_answer_keep(uuid, int, text), access_answer_given(uuid, bytea, int, text),
  access_answer_before(uuid, bytea), access_forget_tokens() FROM PUBLIC;
REVOKE ALL ON access_token, access_answered FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_token_make(uuid, text, text, interval, boolean, text), access_tokens(), access_token_end(uuid, uuid),
  access_tokens_waiting(), access_token_names(uuid, boolean), access_answer_once(uuid, bytea),
  access_answer_keep(uuid, int, text), access_answer_given(uuid, bytea, int, text),
  access_answer_before(uuid, bytea) TO wasl_web;
GRANT EXECUTE ON FUNCTION access_forget_tokens() TO wasl_worker;
GRANT SELECT ON access_token, access_answered TO wasl_backup;
"""
