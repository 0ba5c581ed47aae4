"""A row that is never edited may still go where its person goes: the web's role may change where it lies, not what it
says. Row-level security holds for both files, the one that is left and the one that is reached.
"""

from django.db import migrations

TABLES = (
    "casefile_consent", "casefile_planversion", "casefile_needgoal", "instruments_response", "rehabilitation_review",
    "people_notsame", "vault_subjectkey",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("journey", "0002_protect"), ("people", "0003_carer"), ("casefile", "0003_carried"),
        ("instruments", "0002_protect"), ("rehabilitation", "0002_protect"), ("vault", "0001_initial"),
    ]  # fmt: skip
    operations = [
        migrations.RunSQL(
            f"GRANT UPDATE (file_id, team_id) ON {', '.join(TABLES)} TO wasl_web", migrations.RunSQL.noop
        )
    ]
