"""Passkeys in SQL: a proof by one is written by the vault alone, which checked what it signed; a name is one's own."""

from django.db import migrations

FORWARD = """
-- For the vault: what it sealed for an account that may sign in.
CREATE FUNCTION access_passkeys(account uuid) RETURNS TABLE (passkey int, sealed text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT f.id::int, f.data->>'sealed' FROM mfa_authenticator f JOIN access_account a ON a.id = f.user_id AND a.is_active
  WHERE f.user_id = account AND f.type = 'webauthn' AND f.data->>'sealed' <> '' ORDER BY f.id
$$;

-- For the vault: a proof of this account, as `access_prove` gives one for a password. A passkey that was taken away
-- proves nothing.
CREATE FUNCTION access_vouch(passkey int, account uuid, proof text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF length(proof) < 32 OR NOT EXISTS (SELECT 1 FROM access_passkeys(account) p WHERE p.passkey = access_vouch.passkey)
  THEN
    RETURN false;
  END IF;
  INSERT INTO access_proof (proof_hash, account_id, expires_at)
  VALUES (access_hash(proof), account, now() + interval '15 minutes');
  RETURN true;
END $$;

-- One's own passkey under another name; the name comes sealed.
CREATE FUNCTION access_passkey_name(passkey int, name text) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH done AS (
    UPDATE mfa_authenticator f SET data = jsonb_set(f.data, '{name}', to_jsonb(access_passkey_name.name))
    WHERE f.id = passkey AND f.type = 'webauthn' AND f.user_id = access_in_person() RETURNING 1)
  SELECT EXISTS (SELECT 1 FROM done)
$$;

REVOKE ALL ON FUNCTION access_passkeys(uuid), access_vouch(int, uuid, text), access_passkey_name(int, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_passkeys(uuid), access_vouch(int, uuid, text) TO wasl_vault;
GRANT EXECUTE ON FUNCTION access_passkey_name(int, text) TO wasl_web;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0005_auditing"), ("mfa", "0003_authenticator_type_uniq")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
