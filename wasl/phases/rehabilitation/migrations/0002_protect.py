"""The tables of this room under row-level security."""

from django.db import migrations

from wasl.access.protect import protect


class Migration(migrations.Migration):
    dependencies = [("rehabilitation", "0001_initial"), ("access", "0002_reach")]
    operations = [
        protect("rehabilitation_review", web="SELECT, INSERT"),
        protect("rehabilitation_groupservice", web="SELECT, INSERT"),
    ]
