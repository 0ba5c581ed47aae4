"""Approvals, conferences, postponements and requests under row-level security; what names a person goes with her."""

from django.db import migrations

from wasl.access.protect import protect

MOVES = "UPDATE (file_id, team_id, person_id)"


class Migration(migrations.Migration):
    dependencies = [("rehabilitation", "0003_approval"), ("access", "0002_reach")]
    operations = [
        protect(
            "rehabilitation_planapproval", web="SELECT, INSERT, UPDATE (state, answered_by, answered_on)"
        ),
        protect("rehabilitation_conference", web=f"SELECT, INSERT, {MOVES}", report=False),
        protect("rehabilitation_postponement", web="SELECT, INSERT"),
        protect("rehabilitation_levelrequest"),
    ]
