"""Accounts in SQL: invited, given roles, suspended and ended by one person, and let in only by a second (PROTECTION P8).

What opens something (a new account, a role, a new password, a new second step, coming back) is asked by somebody who
manages accounts and takes effect when another approves it; nobody asks for herself, nobody approves what she asked or
what concerns her. What closes something takes effect at once. The web's role can write none of these tables.
"""

import uuid

import django.contrib.postgres.fields
import django.utils.timezone
from django.db import migrations, models
from django.db.models import Q

FORWARD = """
-- Whether a role that somebody holds in person carries a word, as `access.policy.classes_of` gives it.
CREATE FUNCTION access_holds(word text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM access_membership m WHERE m.account_id = access_in_person() AND word = ANY (m.classes)
    AND m.valid_from <= now() AND (m.valid_until IS NULL OR m.valid_until > now()))
$$;

CREATE FUNCTION access_request_ask(kind text, account uuid, person jsonb, post jsonb) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE made uuid := gen_random_uuid(); known boolean := EXISTS (SELECT 1 FROM access_account a WHERE a.id = account);
BEGIN
  IF NOT access_holds('accounts') OR account = access_me() OR known = (kind = 'invite') THEN
    RAISE EXCEPTION 'may not ask this' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO access_request (id, kind, account_ref, username, name, gender, language, role, reach, team_id, site_id,
    classes, looks_hour, looks_day, asked_by, asked_at)
  VALUES (made, kind, account, coalesce(person->>'username', ''), coalesce(person->>'name', ''),
    coalesce(person->>'gender', ''), coalesce(person->>'language', ''), coalesce(post->>'role', ''),
    coalesce(post->>'reach', ''), (post->>'team')::int, (post->>'site')::int,
    coalesce(ARRAY (SELECT jsonb_array_elements_text(post->'classes')), '{}'),
    coalesce((post->>'looks_hour')::int, 60), coalesce((post->>'looks_day')::int, 200), access_me(), now());
  RETURN made;
END $$;

CREATE FUNCTION access_requests() RETURNS TABLE (id uuid, kind text, account uuid, username text, name text, role text,
  team int, site int, asked_by uuid, asked_name text, asked_at timestamptz, own boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.id, r.kind, r.account_ref, coalesce(a.username, r.username), coalesce(a.name, r.name), r.role,
    r.team_id::int, r.site_id::int, r.asked_by, b.name, r.asked_at,
    access_me() IN (r.asked_by, r.account_ref) OR NOT access_holds('accounts:approve')
  FROM access_request r JOIN access_account b ON b.id = r.asked_by LEFT JOIN access_account a ON a.id = r.account_ref
  WHERE r.decided_at IS NULL AND (access_holds('accounts') OR access_holds('accounts:approve'))
  ORDER BY r.asked_at, r.id
$$;

-- The second person. A yes and what it does are one statement; what was asked is done as it was asked.
CREATE FUNCTION access_request_decide(request uuid, yes boolean, password text, code text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE r access_request;
BEGIN
  SELECT * INTO r FROM access_request q WHERE q.id = request AND q.decided_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  IF NOT access_holds('accounts:approve') OR access_me() IN (r.asked_by, r.account_ref) THEN
    RAISE EXCEPTION 'another person decides' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE access_request q SET decided_by = access_me(), decided_at = now(), granted = yes WHERE q.id = r.id;
  IF NOT yes THEN RETURN r.kind; END IF;
  IF r.kind = 'invite' THEN
    INSERT INTO access_account (id, username, name, gender, language, digits, title, is_active, practice,
      must_change_password, conduct_version, password, created_at)
    VALUES (r.account_ref, r.username, r.name, r.gender, r.language, '', '', true, false, true, '', password, now());
  END IF;
  IF r.kind IN ('invite', 'role') THEN
    INSERT INTO access_membership (account_id, role, reach, team_id, site_id, classes, looks_hour, looks_day, valid_from)
    VALUES (r.account_ref, r.role, r.reach, r.team_id, r.site_id, r.classes, r.looks_hour, r.looks_day, now());
  ELSIF r.kind = 'role_end' THEN
    UPDATE access_membership m SET valid_until = now() WHERE m.account_id = r.account_ref AND m.role = r.role
      AND (m.valid_until IS NULL OR m.valid_until > now());
    UPDATE access_grant g SET valid_until = now() WHERE g.account_id = r.account_ref AND g.role = r.role
      AND (g.valid_until IS NULL OR g.valid_until > now());
  ELSIF r.kind = 'password' THEN
    UPDATE access_account a SET password = access_request_decide.password, must_change_password = true
    WHERE a.id = r.account_ref;
    DELETE FROM access_session s WHERE s.account_id = r.account_ref;
  ELSIF r.kind = 'factor' THEN
    DELETE FROM mfa_authenticator f WHERE f.user_id = r.account_ref;
    DELETE FROM access_printedcode p WHERE p.account_id = r.account_ref;
    INSERT INTO access_printedcode (id, account_id, slot, code_hash, made_at)
    VALUES (gen_random_uuid(), r.account_ref, 1, code, now());
    DELETE FROM access_session s WHERE s.account_id = r.account_ref;
  ELSIF r.kind = 'back' THEN
    UPDATE access_account a SET is_active = true WHERE a.id = r.account_ref;
  END IF;
  RETURN r.kind;
END $$;

-- Closing takes effect at once: no session, no token, and nothing that waits for a yes.
CREATE FUNCTION access_account_suspend(account uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT access_holds('accounts') OR account = access_me() THEN
    RAISE EXCEPTION 'may not suspend' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE access_account a SET is_active = false WHERE a.id = account AND a.is_active;
  IF NOT FOUND THEN RETURN false; END IF;
  DELETE FROM access_session s WHERE s.account_id = account;
  DELETE FROM access_proof p WHERE p.account_id = account;
  UPDATE access_token t SET ended_at = now(), names_until = NULL WHERE t.account_id = account AND t.ended_at IS NULL;
  RETURN true;
END $$;

-- Leaving for good: the families are handed over first, then every role and grant ends.
CREATE FUNCTION access_account_leave(account uuid, worker_roles text[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE held bigint;
BEGIN
  IF NOT access_holds('accounts') OR account = access_me() THEN
    RAISE EXCEPTION 'may not end this account' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT count(*) INTO held FROM access_grant g WHERE g.account_id = account AND g.role = ANY (worker_roles)
    AND (g.valid_until IS NULL OR g.valid_until > now());
  IF held > 0 THEN RETURN held; END IF;
  PERFORM access_account_suspend(account);
  UPDATE access_grant g SET valid_until = now() WHERE g.account_id = account
    AND (g.valid_until IS NULL OR g.valid_until > now());
  UPDATE access_membership m SET valid_until = now() WHERE m.account_id = account
    AND (m.valid_until IS NULL OR m.valid_until > now());
  RETURN 0;
END $$;

CREATE FUNCTION access_accounts() RETURNS TABLE (account uuid, username text, name text, active boolean,
  last_login timestamptz, factor boolean, roles text[], files bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.id, a.username, a.name, a.is_active, a.last_login,
    EXISTS (SELECT 1 FROM mfa_authenticator f WHERE f.user_id = a.id)
      OR EXISTS (SELECT 1 FROM access_printedcode p WHERE p.account_id = a.id),
    ARRAY (SELECT DISTINCT m.role FROM access_membership m WHERE m.account_id = a.id AND m.valid_from <= now()
      AND (m.valid_until IS NULL OR m.valid_until > now()) ORDER BY 1),
    (SELECT count(*) FROM access_grant g WHERE g.account_id = a.id AND g.role <> 'stand-in'
      AND (g.valid_until IS NULL OR g.valid_until > now()))
  FROM access_account a WHERE access_holds('accounts') ORDER BY a.is_active DESC, a.name, a.id
$$;

REVOKE ALL ON access_request FROM PUBLIC;
GRANT SELECT ON access_request TO wasl_backup;
REVOKE ALL ON FUNCTION access_holds(text), access_request_ask(text, uuid, jsonb, jsonb), access_requests(),
  access_request_decide(uuid, boolean, text, text), access_account_suspend(uuid),
  access_account_leave(uuid, text[]), access_accounts() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_request_ask(text, uuid, jsonb, jsonb), access_requests(),
  access_request_decide(uuid, boolean, text, text), access_account_suspend(uuid),
  access_account_leave(uuid, text[]), access_accounts() TO wasl_web;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0003_grants"), ("mfa", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="AccountRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("account_ref", models.UUIDField()),
                ("username", models.TextField(default="")),
                ("name", models.TextField(default="")),
                ("gender", models.TextField(default="")),
                ("language", models.TextField(default="")),
                ("role", models.TextField(default="")),
                ("reach", models.TextField(default="")),
                ("team_id", models.IntegerField(null=True)),
                ("site_id", models.IntegerField(null=True)),
                (
                    "classes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                ("looks_hour", models.IntegerField(default=60)),
                ("looks_day", models.IntegerField(default=200)),
                ("asked_by", models.UUIDField()),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("granted", models.BooleanField(null=True)),
            ],
            options={
                "db_table": "access_request",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(decided_by__isnull=True, decided_at__isnull=True, granted__isnull=True)
                        | Q(decided_by__isnull=False, decided_at__isnull=False, granted__isnull=False),
                        name="access_request_decided_pair",
                    ),
                    models.CheckConstraint(
                        condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("asked_by")),
                        name="access_request_two",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
    ]
