"""The questions that are asked for each file of a list keep their plans, as those of reach do (`0007_kept_plans`).

They were SQL functions with their owner's rights, which PostgreSQL plans anew at each call: for a list of a thousand
families some thousand times. What they answer, who owns them and who may call them stays.
"""

from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION access_classes_within(account uuid, role text, wanted text[]) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN (SELECT coalesce(array_agg(DISTINCT c ORDER BY c), '{}') FROM access_membership m, unnest(m.classes) AS c
    WHERE m.account_id = account AND m.role = access_classes_within.role AND c = ANY (wanted)
      AND m.valid_from <= now() AND (m.valid_until IS NULL OR m.valid_until > now()));
END $$;

CREATE OR REPLACE FUNCTION access_works_on(file uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM access_my_files() AS mine WHERE mine = file)
    OR EXISTS (SELECT 1 FROM access_scope s JOIN access_membership m ON m.team_id = s.team_id AND m.reach = 'team'
      WHERE s.file_id = file AND m.account_id = access_me() AND m.valid_from <= now()
        AND (m.valid_until IS NULL OR m.valid_until > now()));
END $$;

CREATE OR REPLACE FUNCTION access_may(file uuid, what text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM access_grant g WHERE g.file_id = file AND g.account_id = access_me()
      AND what = ANY (g.classes) AND g.valid_from <= now() AND (g.valid_until IS NULL OR g.valid_until > now()))
    OR EXISTS (SELECT 1 FROM access_scope s JOIN access_team t ON t.id = s.team_id JOIN access_membership m
        ON (m.reach = 'team' AND m.team_id = t.id) OR (m.reach = 'site' AND m.site_id = t.site_id) OR m.reach = 'realm'
      WHERE s.file_id = file AND m.account_id = access_me() AND what = ANY (m.classes)
        AND m.valid_from <= now() AND (m.valid_until IS NULL OR m.valid_until > now()));
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0008_trust")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
