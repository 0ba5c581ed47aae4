"""Things that belong to no file: a complaint, a request for names. No team, no site and no cover reaches them.

Whoever is trusted with a thing is named in `access_trust`, one account at a time; whoever is shut out of it is named
there too, and is never trusted with it afterwards. The vault opens its words for whoever is trusted (`access_reach`).
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARD = """
REVOKE ALL ON access_trust FROM PUBLIC;
GRANT SELECT ON access_trust TO wasl_backup;

-- Things within the session's hands; `writing` for this transaction alone counts here and opens nothing.
CREATE FUNCTION access_my_things() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT t.thing FROM access_trust t WHERE t.account_id = access_me() AND NOT t.shut
    AND t.valid_from <= now() AND (t.valid_until IS NULL OR t.valid_until > now())
    AND (NOT t.opens OR NOT EXISTS (SELECT 1 FROM access_trust s
      WHERE s.thing = t.thing AND s.account_id = t.account_id AND s.shut))
$$;

-- Whoever stands in for somebody at this moment.
CREATE FUNCTION access_stand_ins_of(absent uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT c.account_id FROM access_grant c JOIN access_grant own ON own.file_id = c.file_id
  WHERE own.account_id = absent AND c.account_id <> absent AND c.purpose = 'cover'
    AND c.valid_from <= now() AND c.valid_until > now()
$$;

CREATE FUNCTION access_may_be_trusted(thing uuid, word text, account uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM access_membership m JOIN access_account a ON a.id = m.account_id AND a.is_active
      WHERE m.account_id = account AND word = ANY (m.classes) AND m.valid_from <= now()
        AND (m.valid_until IS NULL OR m.valid_until > now()))
    AND NOT EXISTS (SELECT 1 FROM access_trust t WHERE t.thing = access_may_be_trusted.thing
      AND t.account_id = account AND t.shut)
$$;

-- Whoever takes a thing down may write it in this transaction, and reads it no more when the transaction is over.
CREATE FUNCTION access_trust_write(thing uuid, word text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  DELETE FROM access_trust t WHERE NOT t.opens AND NOT t.shut AND t.valid_until < now();
  INSERT INTO access_trust (id, thing, word, account_id, opens, shut, valid_from, valid_until, given_by)
  VALUES (gen_random_uuid(), thing, word, access_me(), false, false, now(), now() + interval '1 microsecond', access_me());
END $$;

-- A new thing: who is trusted with it (nobody named: all who hold the word), whom it concerns, who else is shut out.
-- Answers false, and does nothing, where the one who is named is among those or does not hold the word.
CREATE FUNCTION access_trust_open(thing uuid, word text, account uuid, about uuid, shut uuid[]) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  IF access_in_person() IS NULL OR word NOT IN ('complaints', 'complaints:serious', 'asked')
      OR EXISTS (SELECT 1 FROM access_trust t WHERE t.thing = access_trust_open.thing)
      OR EXISTS (SELECT 1 FROM access_scope s WHERE s.file_id = access_trust_open.thing) THEN
    RAISE EXCEPTION 'no new thing' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF account IS NOT NULL AND (account = about OR account = ANY (access_trust_open.shut)
      OR account IN (SELECT access_stand_ins_of(about)) OR NOT access_may_be_trusted(thing, word, account)) THEN
    RETURN false;
  END IF;
  INSERT INTO access_trust (id, thing, word, account_id, opens, shut, valid_from, given_by)
  SELECT gen_random_uuid(), access_trust_open.thing,
    CASE WHEN a.id = about OR a.id IN (SELECT access_stand_ins_of(about)) THEN 'about' ELSE access_trust_open.word END,
    a.id, false, true, now(), access_me()
  FROM access_account a WHERE a.id = about OR a.id = ANY (access_trust_open.shut)
    OR a.id IN (SELECT access_stand_ins_of(about));
  INSERT INTO access_trust (id, thing, word, account_id, opens, shut, valid_from, given_by)
  SELECT gen_random_uuid(), access_trust_open.thing, access_trust_open.word, a.id, true, false, now(), access_me()
  FROM access_account a WHERE (account IS NULL OR a.id = account)
    AND access_may_be_trusted(access_trust_open.thing, access_trust_open.word, a.id);
  PERFORM access_trust_write(thing, word);
  RETURN true;
END $$;

-- From one hand into another: whoever holds a thing gives it on and holds it no more. Answers false for who may not.
CREATE FUNCTION access_trust_pass(thing uuid, word text, account uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  IF access_in_person() IS NULL OR NOT EXISTS (SELECT 1 FROM access_my_things() AS mine WHERE mine = thing)
      OR NOT EXISTS (SELECT 1 FROM access_trust t WHERE t.thing = access_trust_pass.thing
        AND split_part(t.word, ':', 1) = split_part(access_trust_pass.word, ':', 1)) THEN
    RAISE EXCEPTION 'not in these hands' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NOT access_may_be_trusted(thing, word, account) THEN RETURN false; END IF;
  UPDATE access_trust t SET valid_until = now() WHERE t.thing = access_trust_pass.thing AND t.opens
    AND (t.valid_until IS NULL OR t.valid_until > now());
  INSERT INTO access_trust (id, thing, word, account_id, opens, shut, valid_from, given_by)
  VALUES (gen_random_uuid(), thing, word, account, true, false, now(), access_me());
  PERFORM access_trust_write(thing, word);
  RETURN true;
END $$;

-- Who came to hold a word later reads what others of the word read already.
CREATE FUNCTION access_trust_join(word text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO access_trust (id, thing, word, account_id, opens, shut, valid_from, given_by)
  SELECT gen_random_uuid(), known.thing, access_trust_join.word, access_me(), true, false, now(), access_me()
  FROM (SELECT DISTINCT t.thing FROM access_trust t WHERE t.word = access_trust_join.word) AS known
  WHERE access_trust_join.word = 'asked' AND access_holds('asked')
    AND NOT EXISTS (SELECT 1 FROM access_trust t WHERE t.thing = known.thing AND t.account_id = access_me()
      AND (t.opens OR t.shut))
$$;

-- What the vault asks, as before, and the words of a thing for whoever is trusted with it.
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
    UNION ALL
    SELECT h.thing, ARRAY['notes'], true, false FROM access_trust h
      WHERE h.account_id = me AND h.thing = ANY (files) AND h.opens AND narrowed IS NULL
        AND h.valid_from <= now() AND (h.valid_until IS NULL OR h.valid_until > now())
        AND NOT EXISTS (SELECT 1 FROM access_trust s WHERE s.thing = h.thing AND s.account_id = h.account_id AND s.shut)
  )
  SELECT mine.file_id, array_agg(DISTINCT c), bool_or(working) OR EXISTS (
      SELECT 1 FROM access_daylist d WHERE d.account_id = me AND d.file_id = mine.file_id
        AND d.day = (now() AT TIME ZONE 'Asia/Baghdad')::date), bool_and(mine.covered)
  FROM mine, unnest(mine.classes) AS c WHERE narrowed IS NULL OR c = ANY (narrowed)
  GROUP BY mine.file_id;
END $$;

REVOKE ALL ON FUNCTION access_my_things(), access_stand_ins_of(uuid), access_may_be_trusted(uuid, text, uuid),
  access_trust_write(uuid, text), access_trust_open(uuid, text, uuid, uuid, uuid[]), access_trust_pass(uuid, text, uuid),
  access_trust_join(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_my_things(), access_trust_open(uuid, text, uuid, uuid, uuid[]),
  access_trust_pass(uuid, text, uuid), access_trust_join(text) TO wasl_web;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0007_kept_plans")]
    operations = [
        migrations.CreateModel(
            name="Trust",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("thing", models.UUIDField(db_index=True)),
                ("word", models.TextField()),
                ("opens", models.BooleanField(default=False)),
                ("shut", models.BooleanField(default=False)),
                ("valid_from", models.DateTimeField()),
                ("valid_until", models.DateTimeField(null=True)),
                ("given_by", models.UUIDField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "access_trust",
                "constraints": [
                    models.CheckConstraint(
                        condition=~models.Q(opens=True, shut=True), name="access_trust_not_both"
                    )
                ],
            },
        ),
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
    ]
