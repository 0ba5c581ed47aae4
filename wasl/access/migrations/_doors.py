"""The doors, in SQL: how a session comes to be somebody's, and what an account may change about itself (PROTECTION P6).

The web's role may act for whoever showed it something that only she has. What a slow hash makes of a password is kept
only as its fast hash, so the database can check it by itself: whoever reads the table, or speaks for the web, has
nothing that opens a session. Such a showing becomes a proof of one account, good once and for a quarter of an hour.
"""

FORWARD = """
-- Whether what was shown is what a password hash was made from (its last part, see `access.passwords`).
CREATE FUNCTION access_fits(kept text, shown bytea) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(length(split_part(kept, '$', 5)) = 44 AND encode(sha256(shown), 'base64') = split_part(kept, '$', 5), false)
$$;

CREATE FUNCTION access_prove(account uuid, shown bytea, proof text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF length(proof) < 32 OR NOT EXISTS (SELECT 1 FROM access_account a
      WHERE a.id = account AND a.is_active AND access_fits(a.password, shown)) THEN
    RETURN false;
  END IF;
  INSERT INTO access_proof (proof_hash, account_id, expires_at)
  VALUES (access_hash(proof), account, now() + interval '15 minutes');
  RETURN true;
END $$;

-- Whom a proof that still holds is of: for the vault, which opens the seed of a second factor to nobody else.
CREATE FUNCTION access_proven(proof text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.account_id FROM access_proof p JOIN access_account a ON a.id = p.account_id AND a.is_active
  WHERE p.proof_hash = access_hash(NULLIF(proof, '')) AND p.expires_at > now()
$$;

CREATE FUNCTION access_spend(proof text, account uuid) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH spent AS (
    DELETE FROM access_proof p WHERE p.proof_hash = access_hash(NULLIF(access_spend.proof, ''))
      AND p.account_id = access_spend.account AND p.expires_at > now() RETURNING 1)
  SELECT EXISTS (SELECT 1 FROM spent)
$$;

-- A new session is nobody's.
CREATE FUNCTION access_open_session(token text, lifetime interval, data text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO access_session (token_hash, account_id, kind, data, created_at, last_seen, expires_at, locked)
  VALUES (access_hash(token), NULL, 'web', data, now(), now(), now() + least(lifetime, interval '8 hours'), false)
$$;

-- For the owner of the database alone: somebody with a shell on this computer acts as one of the accounts.
CREATE FUNCTION access_open_for(token text, account uuid, kind text, lifetime interval, data text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO access_session (token_hash, account_id, kind, data, created_at, last_seen, expires_at, locked)
  VALUES (access_hash(token), account, kind, data, now(), now(), now() + least(lifetime, interval '8 hours'), false);
  PERFORM access_note(account, kind, 'signed_in', NULL, 'shell');
END $$;

-- The same session under another token, as after a change of password; the context goes with it.
CREATE FUNCTION access_turn_session(former text, token text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE access_session SET token_hash = access_hash(token)
  WHERE token_hash = access_hash(NULLIF(former, '')) AND kind = 'web' AND expires_at > now();
  IF NOT FOUND THEN RETURN false; END IF;
  IF current_setting('wasl.session', true) = former THEN PERFORM set_config('wasl.session', token, true); END IF;
  RETURN true;
END $$;

-- A session that is nobody's becomes somebody's against a proof, and never another's. That is written here, whatever
-- the caller writes.
CREATE FUNCTION access_save_session(token text, account uuid, data text, proof text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE s access_session;
BEGIN
  SELECT * INTO s FROM access_session WHERE token_hash = access_hash(NULLIF(token, '')) AND expires_at > now()
    FOR UPDATE;
  IF NOT FOUND OR (s.account_id IS NOT NULL AND account IS NOT NULL AND s.account_id <> account) THEN
    RETURN false;
  END IF;
  IF s.account_id IS NULL AND account IS NOT NULL THEN
    IF NOT access_spend(proof, account) THEN RETURN false; END IF;
    UPDATE access_account SET last_login = now() WHERE id = account;
    PERFORM access_note(account, s.kind, 'signed_in', NULL, '');
  END IF;
  UPDATE access_session x SET data = access_save_session.data, account_id = coalesce(x.account_id, account)
  WHERE x.token_hash = s.token_hash;
  RETURN true;
END $$;

CREATE FUNCTION access_lock_session(token text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE access_session SET locked = true, last_seen = now() WHERE token_hash = access_hash(NULLIF(token, ''))
$$;

CREATE FUNCTION access_unlock_session(token text, proof text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE s access_session;
BEGIN
  SELECT * INTO s FROM access_session WHERE token_hash = access_hash(NULLIF(token, '')) AND expires_at > now()
    FOR UPDATE;
  IF NOT FOUND OR NOT access_spend(proof, s.account_id) THEN RETURN false; END IF;
  UPDATE access_session SET locked = false, last_seen = now() WHERE token_hash = s.token_hash;
  RETURN true;
END $$;

CREATE FUNCTION access_end_session(token text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS
  $$ DELETE FROM access_session WHERE token_hash = access_hash(NULLIF(token, '')) $$;

CREATE FUNCTION access_forget_proofs() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH gone AS (DELETE FROM access_proof WHERE expires_at < now() RETURNING 1) SELECT count(*) FROM gone
$$;

-- One's own password, by showing the former one.
CREATE FUNCTION access_password_set(shown bytea, made text) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH done AS (
    UPDATE access_account a SET password = made, must_change_password = false
    WHERE a.id = access_in_person() AND access_fits(a.password, shown) RETURNING 1)
  SELECT EXISTS (SELECT 1 FROM done)
$$;

-- Printed one-time codes. Whoever is signed in makes a sheet for herself and for nobody else; before sign-in one line
-- can be asked for by its number, and used once by whoever shows the code. The web's role has no right on the table:
-- it cannot list the hashes, write a line for another account, use one up or make a used one fresh again.
CREATE FUNCTION access_printed_codes_make(account uuid, hashes text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF account IS NULL OR access_in_person() IS DISTINCT FROM account THEN
    RAISE EXCEPTION 'a sheet is made for oneself' USING ERRCODE = 'insufficient_privilege';
  END IF;
  DELETE FROM access_printedcode p WHERE p.account_id = account;
  INSERT INTO access_printedcode (id, account_id, slot, code_hash, made_at)
  SELECT gen_random_uuid(), account, n, h, now() FROM unnest(hashes) WITH ORDINALITY AS u(h, n);
END $$;

CREATE FUNCTION access_printed_codes(account uuid) RETURNS TABLE (made bigint, unused bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*), count(*) FILTER (WHERE p.used_at IS NULL) FROM access_printedcode p WHERE p.account_id = account
$$;

CREATE FUNCTION access_printed_code(account uuid, slot int) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.code_hash FROM access_printedcode p
  WHERE p.account_id = account AND p.slot = access_printed_code.slot AND p.used_at IS NULL
$$;

CREATE FUNCTION access_printed_code_use(account uuid, slot int, shown bytea) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH used AS (
    UPDATE access_printedcode p SET used_at = now() WHERE p.account_id = account
      AND p.slot = access_printed_code_use.slot AND access_fits(p.code_hash, shown) AND p.used_at IS NULL RETURNING 1)
  SELECT EXISTS (SELECT 1 FROM used)
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
REVOKE ALL ON access_proof FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_prove(uuid, bytea, text), access_open_session(text, interval, text),
  access_turn_session(text, text), access_save_session(text, uuid, text, text), access_lock_session(text),
  access_unlock_session(text, text), access_end_session(text), access_password_set(bytea, text),
  access_printed_codes_make(uuid, text[]), access_printed_codes(uuid), access_printed_code(uuid, int),
  access_printed_code_use(uuid, int, bytea), access_in_person() TO wasl_web;
GRANT EXECUTE ON FUNCTION access_forget_proofs() TO wasl_worker;
GRANT EXECUTE ON FUNCTION access_proven(text) TO wasl_vault;

-- Of accounts the web may write a few columns, of one's own row only.
ALTER TABLE access_account ENABLE ROW LEVEL SECURITY;
CREATE POLICY access_account_read ON access_account FOR SELECT TO wasl_web, wasl_backup USING (true);
CREATE POLICY access_account_own ON access_account FOR UPDATE TO wasl_web
  USING (id = (SELECT access_in_person())) WITH CHECK (id = (SELECT access_in_person()));
GRANT SELECT ON access_account TO wasl_web;
GRANT UPDATE (language, digits, conduct_version, conduct_accepted_at) ON access_account TO wasl_web;
"""
